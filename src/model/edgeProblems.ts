import type { Registry } from '../kinds/index';
import type { Finding } from '../kinds/kind';
import { whyIllegal } from './connect';
import { placeOfEdge, problem, refusedMembers, strangerProblem } from './findings';
import type { Problem } from './problem';
import { schemaFindings } from './schemaFindings';
import { EDGE_MEMBERS, type Topology, type TopologyEdge } from './topology';
import { unknownMembers } from './unknownMembers';

/** What an edge shows to be wrong before its kind is asked. */
export function edgeProblems(
  edge: TopologyEdge,
  topology: Topology,
  registry: Registry,
  nearestId: (id: string) => string | undefined,
): Problem[] {
  const place = placeOfEdge(edge);
  const lost = (['from', 'to'] as const).filter((end) => !topology.nodes.has(edge[end]));
  if (lost.length > 0) return lost.map((end) => lostEnd(edge, end, nearestId(edge[end])));
  const [source, target] = [topology.nodes.get(edge.from), topology.nodes.get(edge.to)];
  if (!source?.kind || !target?.kind) return [];
  const { accepted } = edge;
  if (!accepted || edge.from === edge.to) {
    const message =
      edge.from === edge.to ? 'A node cannot be connected to itself.' : whyIllegal(source, target, registry);
    return [withRemoval(edge, { severity: 'error', code: 'illegal-edge', message, path: [] })];
  }
  return [
    ...(edge.config === undefined ? schemaFindings(accepted.schema, edge.raw) : []).map((finding) =>
      problem(place, finding),
    ),
    ...refusedMembers(place, edge.raw, accepted.refuses),
    ...unknownMembers(accepted.schema, edge.raw, [
      ...EDGE_MEMBERS,
      ...Object.keys(accepted.refuses ?? {}),
    ]).map(({ path, meant }) => strangerProblem(place, path, meant)),
  ];
}

function lostEnd(edge: TopologyEdge, end: 'from' | 'to', meant: string | undefined): Problem {
  const finding: Finding = {
    severity: 'error',
    code: 'missing-reference',
    message: `The edge's ${end} names a node that does not exist: ${edge[end]}. ${meant === undefined ? 'Remove the edge, or add the node.' : `Did you mean ${meant}?`}`,
    path: [end],
  };
  return meant === undefined
    ? withRemoval(edge, finding)
    : problem(placeOfEdge(edge), {
        ...finding,
        fix: { title: `Change to ${meant}`, path: [end], value: meant },
      });
}

function withRemoval(edge: TopologyEdge, finding: Finding): Problem {
  const edits = [{ type: 'remove' as const, nodes: [], edges: [edge.ref] }];
  return { ...problem(placeOfEdge(edge), finding), fix: { title: 'Remove the edge', edits } };
}

/** Edges of which there may be only one. */
export function twinProblems({ edges }: Topology): Problem[] {
  const seen = new Set<string>();
  const singles = new Map<string, TopologyEdge>();
  return edges.flatMap((edge): Problem[] => {
    const { accepted, from, to, ref } = edge;
    const key = JSON.stringify([from, to, ref.listener]);
    if (seen.has(key)) {
      const where = ref.listener === undefined ? '' : ` on listener ${ref.listener}`;
      const message = `${from} is connected to ${to}${where} twice. Keep one of the two edges.`;
      return [problem(placeOfEdge(edge), { severity: 'error', code: 'duplicate-edge', message, path: [] })];
    }
    seen.add(key);
    if (accepted?.single === undefined) return [];
    const place = JSON.stringify([from, accepted.capability]);
    const other = singles.get(place);
    singles.set(place, other ?? edge);
    if (!other) return [];
    const message = `${from} leads to ${other.to} already. ${accepted.single} Remove one of the two edges.`;
    return [problem(placeOfEdge(edge), { severity: 'error', code: 'second-edge', message, path: [] })];
  });
}
