import { ViewportPortal } from '@xyflow/react';
import { useCanvas } from '../context';
import { Codicon } from '../Icon';
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
    </ViewportPortal>
  );
}

/** Requests come from a node that calls and is called by nobody. */
function isSender(kind: { readonly provides: object; readonly accepts: readonly unknown[] }): boolean {
  return Object.keys(kind.provides).length === 0 && kind.accepts.length > 0;
}
