import { Codicon } from '../Icon';
import type { PlanMark } from '../../src/model/protocol';

const MARKS = {
  create: { icon: 'add', word: 'create' },
  update: { icon: 'edit', word: 'update' },
  replace: { icon: 'replace', word: 'replace' },
  delete: { icon: 'trash', word: 'delete' },
} as const satisfies Record<PlanMark, { icon: string; word: string }>;

/** What a plan does with a card. */
export function PlanBadge({ mark }: { readonly mark: PlanMark }) {
  return (
    <span className={`plan-badge badge-${mark}`}>
      <Codicon name={MARKS[mark].icon} />
      {MARKS[mark].word}
    </span>
  );
}
