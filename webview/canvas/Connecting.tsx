import { useConnection, useReactFlow, type ConnectionLineComponentProps } from '@xyflow/react';
import { canConnect } from '../../src/model/connect';
import { useCanvas, usePage } from '../context';
import { Codicon } from '../Icon';
import { cardAt } from './hit';
import type { Scene } from './scene';

/** The wire that is being drawn. */
export function ConnectLine({ fromX, fromY, toX, toY }: ConnectionLineComponentProps) {
  const pull = Math.max(32, Math.abs(toX - fromX) / 2);
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
  const { store } = usePage();
  const topology = useCanvas((canvas) => canvas.topology);
  const connection = useConnection();
  if (!connection.inProgress) return null;
  const to = cardAt(scene, connection.to);
  if (to === undefined || to === connection.fromNode.id) return null;
  const legality = canConnect(topology, store.getState().registry, connection.fromNode.id, to);
  const at = flow.flowToScreenPosition(connection.to);
  const title = topology.nodes.get(to)?.title ?? to;
  return (
    <div
      className={legality.ok ? 'connect-hint' : 'connect-hint refusing'}
      style={{ left: at.x + 14, top: at.y + 16 }}
    >
      <Codicon name={legality.ok ? 'plug' : 'circle-slash'} />
      {legality.ok ? `Connect to ${title}` : legality.reason}
    </div>
  );
}
