import { ViewportPortal } from '@xyflow/react';
import { useCanvas } from '../context';
import { Codicon } from '../Icon';
import type { Position } from './geometry';
import type { Scene } from './scene';

/** The answer to the last test request, above whoever sent it. */
export function ResponsePill({ scene }: { readonly scene: Scene }) {
  const response = useCanvas((canvas) => canvas.status?.response);
  const sender = [...scene.cards.values()].find(({ node }) => node.kind?.provides && isSender(node.kind));
  if (!response || !sender) return null;
  const { x, y } = sender.rect;
  const facts = [response.request, response.latencyMs !== undefined && `${response.latencyMs} ms`];
  return (
    <ViewportPortal>
      <div
        className={response.ok ? 'response ok' : 'response failed'}
        role="status"
        data-testid="response"
        title={response.body ?? response.error}
        style={{ transform: `translate(${x}px, ${y - 44}px)` }}
      >
        <Codicon name={response.ok ? 'pass' : 'error'} />
        {response.status !== undefined && <b>{response.status}</b>}
        <span>{facts.filter(Boolean).join(' · ')}</span>
        {response.error && <span className="response-error cut">{response.error}</span>}
      </div>
      {response.hop !== undefined && <DiedMark hop={response.hop} scene={scene} />}
    </ViewportPortal>
  );
}

/** Where the last test request died; the callout says so itself where health knows it. */
function DiedMark({ hop, scene }: { readonly hop: string; readonly scene: Scene }) {
  const isKnown = useCanvas((canvas) => canvas.status?.brokenHop === hop);
  const place = isKnown ? undefined : placeOf(hop, scene);
  if (!place) return null;
  return (
    <div
      className="response failed died"
      data-testid="response-hop"
      style={{ transform: `translate(${place.x}px, ${place.y}px) translate(-50%, -50%)` }}
    >
      <Codicon name="circle-slash" />
      <span>died here</span>
    </div>
  );
}

/** The middle of a card's lower edge, where only marks are, or right above the text of a wire. */
function placeOf(hop: string, scene: Scene): Position | undefined {
  const rect = scene.cards.get(hop)?.rect;
  if (rect) return { x: rect.x + rect.width / 2, y: rect.y + rect.height };
  const label = scene.wires.find(({ edge }) => edge.key === hop)?.path.label;
  return label && { x: label.x, y: label.y - 19 };
}

/** Requests come from a node that calls and is called by nobody. */
function isSender(kind: { readonly provides: object; readonly accepts: readonly unknown[] }): boolean {
  return Object.keys(kind.provides).length === 0 && kind.accepts.length > 0;
}
