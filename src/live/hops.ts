import { nodeOf } from '../engine/resource';
import type { TopologyResource } from '../kinds/resourceTypes';
import type { HealthState } from '../model/protocol';
import type { Topology, TopologyEdge } from '../model/topology';
import { NETWORK_NODE } from '../kinds/network/own';
import { judgeGroup, notDeployed, resourcesOfEdge, resourcesOfNode, type Group } from './hops/groups';
import type { Snapshot } from './hops/snapshot';
import { fine, together, worst, type Verdict } from './hops/verdict';
import { createView, type View } from './hops/view';
import { walk } from './hops/walk';

/** One step of the request path, as `status --json` prints it: either a node or an edge. */
export interface Hop extends Verdict {
  /** Route key, where the hop is a route's way through an edge. */
  readonly path?: string;
  readonly node?: string;
  /** Its key, `<from>--<to>`. */
  readonly edge?: string;
}

/** How one AWS object is. */
export interface ResourceStatus extends Verdict {
  readonly id: string;
  readonly type: string;
  readonly node: string;
  /** Absent while it is not in the account. */
  readonly physicalId?: string;
}

/** Everything that one look at the account tells of a topology. */
export interface HopReport {
  readonly health: HealthState;
  /** Node id or edge key of the first broken hop from the client. */
  readonly brokenHop: string | undefined;
  /** In the order in which a request meets them. */
  readonly hops: readonly Hop[];
  readonly nodes: Readonly<Record<string, Verdict>>;
  /** By edge key. */
  readonly edges: Readonly<Record<string, Verdict>>;
  readonly resources: readonly ResourceStatus[];
}

/**
 * Judges every node, edge and resource of a topology by one look at the account. Pure: the same snapshot, the same
 * report. A hop is blamed for its own faults only, so that the first broken one is the one to mend.
 */
export function judgeHops(
  { topology, resources }: { readonly topology: Topology; readonly resources: readonly TopologyResource[] },
  snapshot: Snapshot,
): HopReport {
  const view = createView(resources, snapshot);
  const drawn = topology.edges.filter(({ accepted }) => accepted !== undefined);
  const nodeGroups = new Map(
    [...topology.nodes.keys()].map((id) => [id, judgeGroup(resourcesOfNode(view, topology, id), view)]),
  );
  const network = view.resourcesOf(NETWORK_NODE);
  if (network.length > 0) nodeGroups.set(NETWORK_NODE, judgeGroup(network, view));
  const edgeGroups = new Map(drawn.map((edge) => [edge.key, judgeGroup(resourcesOfEdge(view, edge), view)]));

  const deployed = [...nodeGroups.values()].some(
    ({ verdict, judged }) =>
      [...judged.keys()].some(({ existing }) => !existing) && verdict.cause !== 'notDeployed',
  );
  const nodes = new Map([...nodeGroups].map(([id, group]) => [id, ofNode(group, deployed)]));
  const edges = new Map(drawn.map((edge) => [edge.key, ofEdge(edge, edgeGroups.get(edge.key), nodes)]));

  const hops = walk(topology).flatMap((step): Hop[] => {
    if ('node' in step) return [{ node: step.node, ...(nodes.get(step.node) ?? fine()) }];
    const { key } = step.edge;
    const whole = edges.get(key) ?? fine();
    const routes = routesThrough(edgeGroups.get(key), view);
    if (routes.length === 0) return [{ edge: key, ...whole }];
    return routes.map(({ path, verdict }) => ({ path, edge: key, ...verdict }));
  });
  // No request meets it, all of them pass through it.
  const ofNetwork = nodes.get(NETWORK_NODE);
  if (ofNetwork) hops.push({ node: NETWORK_NODE, ...ofNetwork });
  const all = [...nodes.values(), ...edges.values()];
  return {
    health: worst(all).state,
    brokenHop: firstBroken(hops, nodes, edges),
    hops,
    nodes: Object.fromEntries(nodes),
    edges: Object.fromEntries(edges),
    resources: statuses(resources, [...nodeGroups.values(), ...edgeGroups.values()], snapshot),
  };
}

/** A client is nothing in AWS; it is as far as anything is deployed that it could call. */
function ofNode({ verdict, judged }: Group, deployed: boolean): Verdict {
  return judged.size > 0 || deployed ? verdict : notDeployed();
}

/** A wire without resources of its own is there when both ends are. */
function ofEdge(edge: TopologyEdge, group: Group | undefined, nodes: ReadonlyMap<string, Verdict>): Verdict {
  if (group && group.judged.size > 0) return group.verdict;
  const absent = [edge.from, edge.to].some((end) => nodes.get(end)?.cause === 'notDeployed');
  return absent ? notDeployed() : fine();
}

/** Each route that runs through an edge: what all of them share, its integration and the route itself. */
function routesThrough(group: Group | undefined, view: View): { path: string; verdict: Verdict }[] {
  const judged = [...(group?.judged ?? [])];
  const shared = judged.filter(
    ([{ type }]) => type !== 'AWS::ApiGatewayV2::Route' && type !== 'AWS::ApiGatewayV2::Integration',
  );
  return judged.flatMap(([route, verdict]) => {
    if (route.type !== 'AWS::ApiGatewayV2::Route') return [];
    const { key, integrationId } = route.props;
    const integration = typeof integrationId === 'string' ? undefined : view.resource(integrationId.$ref);
    const own = judged.filter(([resource]) => resource === integration);
    return [
      { path: key, verdict: together([verdict, ...own.map(([, it]) => it), ...shared.map(([, it]) => it)]) },
    ];
  });
}

/** On the path first; what is beside it counts when the path is well. */
function firstBroken(
  hops: readonly Hop[],
  nodes: ReadonlyMap<string, Verdict>,
  edges: ReadonlyMap<string, Verdict>,
): string | undefined {
  const hop = hops.find(({ state }) => state === 'broken');
  if (hop) return hop.node ?? hop.edge;
  return [...edges, ...nodes].find(([, { state }]) => state === 'broken')?.[0];
}

function statuses(
  resources: readonly TopologyResource[],
  groups: readonly Group[],
  snapshot: Snapshot,
): ResourceStatus[] {
  const verdicts = new Map(groups.flatMap(({ judged }) => [...judged]));
  return resources.map((resource) => {
    const { id, type } = resource;
    const physicalId = snapshot.found.get(id)?.physicalId;
    return {
      id,
      type,
      node: nodeOf(id),
      ...(physicalId !== undefined && { physicalId }),
      ...(verdicts.get(resource) ?? fine()),
    };
  });
}
