import { ViewportPortal } from '@xyflow/react';
import { useMemo } from 'react';
import type { TopologyEdge } from '../../src/model/topology';
import { useCanvas } from '../context';
import { usePlan } from '../plan/usePlan';
import type { Scene } from './scene';
import { routeWire } from './wires';

/** Wires that are deployed and no longer in the file: the plan deletes what they have become. */
export function GhostWires({ scene }: { readonly scene: Scene }) {
  const plan = usePlan();
  const edges = useCanvas((canvas) => canvas.topology.edges);
  const gone = useMemo(() => (plan ? wiresGone(scene, plan.edges, edges) : []), [scene, plan, edges]);
  if (gone.length === 0) return null;
  return (
    <ViewportPortal>
      <svg
        className="ghost-wires"
        role="img"
        aria-label={`Wires that go: ${gone.map(({ key }) => key).join(', ')}`}
      >
        {gone.map(({ key, path }) => (
          <g key={key} className="wire gone" data-testid={`ghost-${key}`}>
            <path className="wire-line" d={path.line} />
            <path className="wire-arrow" d={path.arrow} />
          </g>
        ))}
      </svg>
    </ViewportPortal>
  );
}

function wiresGone(scene: Scene, planned: object, edges: readonly TopologyEdge[]) {
  const ghosts = new Map(scene.ghosts.map(({ id, rect }) => [id, rect]));
  const rectOf = (id: string) => scene.cards.get(id)?.rect ?? ghosts.get(id);
  const drawn = new Set(edges.map(({ from, to }) => `${from}--${to}`));
  return Object.entries(planned).flatMap(([key, mark]) => {
    const [from, to] = key.split('--');
    const [source, target] = [rectOf(from ?? ''), rectOf(to ?? '')];
    if (mark !== 'delete' || drawn.has(key) || !source || !target) return [];
    return [{ key, path: routeWire(source, target, 'traffic', () => []) }];
  });
}
