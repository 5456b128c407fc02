import { useStore } from '@xyflow/react';
import { useState } from 'react';
import type { HopStatus } from '../../src/model/protocol';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';
import type { Rect } from './geometry';
import { wireStatus } from './health';
import type { Scene } from './scene';
import { useViewportWhile } from './useViewportWhile';

/** Pixels; the width is the style sheet's. */
const WIDTH = 316;
const ROOM_ABOVE = 230;
const GAP = 12;

/** What happened at the first broken hop, AWS's reason, and what to do; beside the place itself. */
export function Callout({ scene }: { readonly scene: Scene }) {
  const status = useCanvas((canvas) => canvas.status);
  const actions = useActions();
  const width = useStore((state) => state.width);
  const [closed, setClosed] = useState<string>();
  const place = status?.brokenHop === undefined ? undefined : hopOf(status.brokenHop, scene);
  const viewport = useViewportWhile(place !== undefined);
  if (!status || !place) return null;
  const hop = place.node === undefined ? wireStatus(status, place) : status.nodes[place.node];
  const serial = `${place.key} ${hop?.summary} ${hop?.reason}`;
  if (!hop || closed === serial) return null;
  const { rect, logs } = place;
  const x = viewport.x + (rect.x + rect.width / 2) * viewport.zoom;
  const top = viewport.y + rect.y * viewport.zoom;
  const isAbove = top > ROOM_ABOVE;
  return (
    <section
      className={isAbove ? 'callout above' : 'callout'}
      role="alert"
      data-testid="callout"
      style={{
        left: Math.max(WIDTH / 2 + 64, Math.min(x, width - WIDTH / 2 - 12)),
        top: isAbove ? top - GAP : viewport.y + (rect.y + rect.height) * viewport.zoom + GAP,
      }}
    >
      <header>
        <Codicon name="error" />
        <h2>Requests stop here</h2>
        <button className="icon-button" aria-label="Close" onClick={() => setClosed(serial)}>
          <Codicon name="close" />
        </button>
      </header>
      <CalloutText hop={hop} />
      <footer>
        {place.node !== undefined && (
          <button className="button primary" onClick={() => actions.select([place.node ?? ''])}>
            Show settings
          </button>
        )}
        {logs !== undefined && (
          <button className="button" onClick={() => actions.command('tailLogs', { node: logs })}>
            Tail logs
          </button>
        )}
        <button className="button" onClick={() => actions.command('refresh')}>
          Look again
        </button>
      </footer>
    </section>
  );
}

function CalloutText({ hop }: { readonly hop: HopStatus }) {
  return (
    <>
      {hop.summary && <p>{hop.summary}</p>}
      {hop.reason && <p className="aws-reason">{hop.reason}</p>}
      {hop.remedy && <p className="remedy">{hop.remedy}</p>}
    </>
  );
}

interface HopPlace {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly node: string | undefined;
  readonly rect: Rect;
  /** The service whose log lines tell more. */
  readonly logs: string | undefined;
}

function hopOf(hop: string, scene: Scene): HopPlace | undefined {
  const logsOf = (id: string) => {
    // What listens on a port runs a container, and that writes logs.
    const provides = scene.cards.get(id)?.node.kind?.provides;
    return provides?.tcpService ? id : undefined;
  };
  const card = scene.cards.get(hop);
  const frame =
    scene.frames.get(hop) ?? [...scene.frames.values()].find(({ members }) => members.includes(hop));
  // Above the frame, so that its name can be read.
  const top = Math.min(card?.rect.y ?? Infinity, frame?.rect.y ?? Infinity);
  const own = card?.rect ?? frame?.rect;
  const rect = own && { ...own, y: top, height: own.y + own.height - top };
  if (rect) return { key: hop, from: hop, to: hop, node: hop, rect, logs: logsOf(hop) };
  const wire = scene.wires.find(({ edge }) => edge.key === hop || `${edge.from}--${edge.to}` === hop);
  if (!wire) return undefined;
  const { key, from, to } = wire.edge;
  const { x, y } = wire.path.label;
  return { key, from, to, node: undefined, rect: { x, y: y - 12, width: 0, height: 24 }, logs: logsOf(to) };
}
