import type { Finding, GraphEdge } from '../kinds/kind';
import type { Registry } from '../kinds/index';
import { existingNetwork } from '../kinds/network/existing';
import { ownNetwork } from '../kinds/network/own';
import { documentProblems, layoutProblems, malformed } from './documentProblems';
import { documentSchema, ownNetworkOf } from './documentSchema';
import { edgeProblems, twinProblems } from './edgeProblems';
import { DOCUMENT, placeOfEdge, placeOfNode, problem, type Place } from './findings';
import { environmentsOf } from './environment';
import { inFile } from './environmentProblems';
import { createGraph } from './graph';
import { memberOf, type JsonValue } from './json';
import { claimProblems, nodeProblems } from './nodeProblems';
import type { Problem } from './problem';
import { readTopology, type Topology, type TopologyEdge } from './topology';
import { nearest } from './unknownMembers';

/** All that can be known to be wrong from the file alone, in its base and its environments; what comes from the base once. */
export function validate(file: JsonValue, registry: Registry): Problem[] {
  const base = validateTopology(readTopology(file, registry), registry);
  const keyOf = ({ code, path }: Problem) => `${code} ${path}`;
  const told = new Set(base.map(keyOf));
  return [
    ...base,
    ...environmentsOf(file)
      .flatMap((environment) => validateTopology(readTopology(file, registry, environment), registry))
      .filter((problem) => !told.has(keyOf(problem))),
  ];
}

/** What is wrong with the base, or one environment; only errors keep it from being planned. */
export function validateTopology(topology: Topology, registry: Registry): Problem[] {
  const { file, environment } = topology;
  const problems = problemsOf(topology, registry);
  return environment === undefined ? problems : problems.map((problem) => inFile(problem, file, environment));
}

function problemsOf(topology: Topology, registry: Registry): Problem[] {
  const { document, nodes, edges } = topology;
  const nearestId = createSuggester([...nodes.keys()]);
  return [
    ...documentProblems(document),
    ...[...nodes.values()].flatMap((node) => nodeProblems(node, topology, registry)),
    ...malformed(topology),
    ...edges.flatMap((edge) => edgeProblems(edge, topology, registry, nearestId)),
    ...twinProblems(topology),
    ...ruleProblems(topology, registry),
    ...layoutProblems(topology),
  ];
}

/** What a document, or an environment's, needs beyond a correct drawing before it can be planned. */
export function planningProblems(document: JsonValue): Problem[] {
  if (memberOf(document, 'network') !== undefined) return [];
  const message =
    'No network is chosen. Give the ids of a VPC and of private subnets in two Availability Zones, or cidr and egress for a network of its own.';
  return [problem(DOCUMENT, { severity: 'error', code: 'no-network', message, path: ['network'] })];
}

/** What the kinds say about nodes and edges that fit their schemas. */
function ruleProblems(topology: Topology, registry: Registry): Problem[] {
  const { document, environment, nodes, edges } = topology;
  const own = ownNetworkOf(document);
  const name = documentSchema.shape.name.safeParse(memberOf(document, 'name')).data;
  const graph = createGraph(topology, registry, {
    stack: { name: name ?? 'topology', ...(environment !== undefined && { environment }) },
    region: 'region',
    network: own ? ownNetwork(own) : existingNetwork({ vpcId: '', subnetIds: [] }),
    permissionsBoundary: undefined,
  });
  const drawn = new Map<GraphEdge, TopologyEdge>();
  for (const edge of edges) if (edge.valid) drawn.set(edge.valid, edge);
  const isWhole =
    [...nodes.values()].every(({ config }) => config !== undefined) &&
    edges.every(({ accepted, config }) => !accepted || config !== undefined);
  const put = (place: Place, findings: readonly Finding[]) =>
    findings
      .filter(({ absence }) => isWhole || !absence)
      .map((finding) => {
        const edge = finding.edge && drawn.get(finding.edge);
        return problem(edge ? placeOfEdge(edge) : place, finding);
      });
  return [
    ...[...nodes.values()].flatMap(({ id, kind }) => {
      const node = graph.node(id);
      return node && kind?.check ? put(placeOfNode({ id }), kind.check(node, graph)) : [];
    }),
    ...edges.flatMap((edge) => {
      const { valid, accepted } = edge;
      // The edge was parsed by the schema of the very entry that checks it.
      return valid && accepted?.check ? put(placeOfEdge(edge), accepted.check(valid as never, graph)) : [];
    }),
    ...claimProblems(topology, graph),
  ];
}

/** Compares names with all ids, which takes long where thousands are lost: the first ones get an answer. */
function createSuggester(ids: readonly string[]): (id: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (id) => {
    if (!known.has(id) && known.size < 50) known.set(id, nearest(id, ids));
    return known.get(id);
  };
}
