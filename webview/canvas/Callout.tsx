import { useStore } from '@xyflow/react';
import { useState } from 'react';
import type { HopStatus } from '../../src/model/protocol';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';
import type { Rect } from './geometry';
import { wireStatus } from './health';
import { NETWORK, type Scene, type SceneFrame } from './scene';
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
  const { logs } = place;
  const rect = withNeighbours(place, WIDTH / viewport.zoom);
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
        <button
          className="icon-button"
          aria-label="Look again"
          title="Look again"
          onClick={() => actions.command('refresh')}
        >
          <Codicon name="refresh" />
        </button>
        <button className="icon-button" aria-label="Close" onClick={() => setClosed(serial)}>
          <Codicon name="close" />
        </button>
      </header>
      <CalloutText hop={hop} />
      <footer>
        {place.node !== undefined && (
          <button
            className="button primary"
            onClick={() => actions.select(place.node === NETWORK ? [] : [place.node ?? ''])}
          >
            Show settings
          </button>
        )}
        {logs !== undefined && (
          <button className="button" onClick={() => actions.command('tailLogs', { node: logs })}>
            Tail logs
          </button>
        )}
        <button className="button" onClick={() => actions.command('blackBox')}>
          Black box
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
  /** What it stands between, with the frames around that, and what is to be seen beside the callout. */
  readonly ends: readonly Rect[];
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
  const shape = card?.rect ?? frameOf(hop, scene)?.rect;
  if (shape) {
    return {
      key: hop,
      from: hop,
      to: hop,
      node: hop,
      rect: shape,
      ends: [framed(hop, scene)],
      logs: logsOf(hop),
    };
  }
  const wire = scene.wires.find(({ edge }) => edge.key === hop || `${edge.from}--${edge.to}` === hop);
  if (!wire) return undefined;
  const { key, from, to } = wire.edge;
  const { x, y } = wire.path.label;
  const rect = { x, y: y - 12, width: 0, height: 24 };
  const ends = [framed(from, scene), framed(to, scene)];
  return { key, from, to, node: undefined, rect, ends, logs: logsOf(to) };
}

/** A cluster's, or the network's. */
function frameOf(id: string, { frames, network }: Scene): SceneFrame | undefined {
  return id === NETWORK ? network : frames.get(id);
}

/** Of a card from the top of the frame around it on, so that its name can be read; of a frame itself. */
function framed(id: string, scene: Scene): Rect {
  const card = scene.cards.get(id);
  const frame = frameOf(id, scene) ?? [...scene.frames.values()].find(({ members }) => members.includes(id));
  const own = card?.rect ?? frame?.rect ?? { x: 0, y: 0, width: 0, height: 0 };
  const top = Math.min(own.y, frame?.rect.y ?? Infinity);
  return { ...own, y: top, height: own.y + own.height - top };
}

/** As high as all of its ends over which a callout of this width, with its middle there, would lie. */
function withNeighbours({ rect, ends }: HopPlace, width: number): Rect {
  const x = rect.x + rect.width / 2;
  const under = ends.filter((end) => end.x < x + width / 2 && end.x + end.width > x - width / 2);
  const top = Math.min(rect.y, ...under.map((end) => end.y));
  const bottom = Math.max(rect.y + rect.height, ...under.map((end) => end.y + end.height));
  return { ...rect, y: top, height: bottom - top };
}
