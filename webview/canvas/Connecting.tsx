import {
  Position as Side,
  useConnection,
  useReactFlow,
  type ConnectionLineComponentProps,
} from '@xyflow/react';
import { useMemo } from 'react';
import type { Registry } from '../../src/kinds/index';
import { canConnect } from '../../src/model/connect';
import type { Topology } from '../../src/model/topology';
import { useCanvas } from '../context';
import { canReconnect } from '../gestures/reconnect';
import { Codicon } from '../Icon';
import type { CanvasState } from '../state';
import { cardAt } from './hit';
import type { Scene } from './scene';

/** The wire that is being drawn. */
export function ConnectLine({ fromX, fromY, toX, toY, fromPosition }: ConnectionLineComponentProps) {
  // Backwards where the beginning of a wire is moved.
  const way = fromPosition === Side.Left ? -1 : 1;
  const pull = way * Math.max(32, Math.abs(toX - fromX) / 2);
  return (
    <g className="wire connecting">
      <path
        className="wire-line"
        d={`M${fromX},${fromY}C${fromX + pull},${fromY} ${toX - pull},${toY} ${toX},${toY}`}
      />
      <circle className="wire-end" cx={toX} cy={toY} r={3} />
    </g>
  );
}

/** Why the wire may not end at the card under the pointer, said beside the pointer. */
export function ConnectHint({ scene }: { readonly scene: Scene }) {
  const flow = useReactFlow();
  const topology = useCanvas((canvas) => canvas.topology);
  const registry = useCanvas((canvas) => canvas.registry);
  const rewiring = useCanvas((canvas) => canvas.rewiring);
  const connection = useConnection();
  if (!connection.inProgress) return null;
  const to = cardAt(scene, connection.to);
  const at = flow.flowToScreenPosition(connection.to);
  const style = { left: at.x + 14, top: at.y + 16 };
  if (to === undefined) {
    return rewiring ? null : (
      <div className="connect-hint" style={style}>
        <Codicon name="add" />
        Drop to add a card here
      </div>
    );
  }
  if (to === connection.fromNode.id) return null;
  const legality = judge(connection.fromNode.id, to, topology, registry, rewiring);
  const title = topology.nodes.get(to)?.title ?? to;
  return (
    <div className={legality.ok ? 'connect-hint' : 'connect-hint refusing'} style={style}>
      <Codicon name={legality.ok ? 'plug' : 'circle-slash'} />
      {legality.ok ? `Connect to ${title}` : legality.reason}
    </div>
  );
}

/** While a wire is drawn or moved: whether it may end at a card. Looked at once for every card, not for every move. */
export function useLegality(id: string): 'legal' | 'illegal' | undefined {
  const from = useConnection((connection) => (connection.inProgress ? connection.fromNode.id : undefined));
  const topology = useCanvas((canvas) => canvas.topology);
  const registry = useCanvas((canvas) => canvas.registry);
  const rewiring = useCanvas((canvas) => canvas.rewiring);
  return useMemo(() => {
    if (from === undefined || from === id) return undefined;
    return judge(from, id, topology, registry, rewiring).ok ? 'legal' : 'illegal';
  }, [from, id, topology, registry, rewiring]);
}

function judge(
  from: string,
  to: string,
  topology: Topology,
  registry: Registry,
  rewiring: CanvasState['rewiring'],
) {
  return rewiring
    ? canReconnect(topology, registry, rewiring.key, rewiring.end, to)
    : canConnect(topology, registry, from, to);
}
