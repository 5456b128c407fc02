import type { HealthState, HopStatus, NodeProgress, StatusMessage } from '../../src/model/protocol';

/** Word and codicon of each state, so that nothing is said by colour alone. */
export const HEALTH = {
  ok: { word: 'Healthy', icon: 'pass' },
  pending: { word: 'Pending', icon: 'sync' },
  degraded: { word: 'Degraded', icon: 'warning' },
  broken: { word: 'Broken', icon: 'error' },
  unknown: { word: 'Unknown', icon: 'question' },
} as const satisfies Record<HealthState, { word: string; icon: string }>;

export const PROGRESS_ICONS = {
  waiting: 'clock',
  running: 'loading',
  done: 'check',
  failed: 'error',
  skipped: 'circle-slash',
} as const satisfies Record<NodeProgress['state'], string>;

/** What a card says of its health beside the mark. */
export function healthText(status: HopStatus): string {
  return status.summary ?? HEALTH[status.state].word;
}

/** Health of a wire; listeners of one pair share what is known of the pair. */
export function wireStatus(
  status: StatusMessage | undefined,
  edge: { readonly key: string; readonly from: string; readonly to: string },
): HopStatus | undefined {
  return status?.edges[edge.key] ?? status?.edges[`${edge.from}--${edge.to}`];
}
