import { useMemo, useState } from 'react';
import { useCanvas } from '../context';
import { createKeeper, flowEdges, flowNodes, type FlowNode } from './flow';
import type { Scene } from './scene';
import type { WireEdge } from './Wire';

/** What React Flow is given to draw: the scene with what is selected, wrong and known of its deployment. */
export function useDrawn(scene: Scene): { readonly nodes: FlowNode[]; readonly edges: WireEdge[] } {
  const selection = useCanvas((canvas) => canvas.selection);
  const problems = useCanvas((canvas) => canvas.problems);
  const status = useCanvas((canvas) => canvas.status);
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
  const plan = useCanvas((canvas) =>
    canvas.status?.plan === canvas.discardedPlan ? undefined : canvas.status?.plan,
  );
  const [keepNodes] = useState(createKeeper<FlowNode>);
  const [keepEdges] = useState(createKeeper<WireEdge>);
  const nodes = useMemo(
    () => keepNodes(flowNodes(scene, selection, problems, status, readOnly)),
    [keepNodes, scene, selection, problems, status, readOnly],
  );
  const edges = useMemo(
    () => keepEdges(flowEdges(scene, selection, problems, status, plan)),
    [keepEdges, scene, selection, problems, status, plan],
  );
  return { nodes, edges };
}
