import { isRef, nodeOf, refsIn } from '../../engine/resource';
import type { TopologyResource } from '../../kinds/resourceTypes';
import type { Topology, TopologyEdge } from '../../model/topology';
import { inOrder, judgeFound, ruleOf } from './judges';
import { finding, notAnswered, together, type Verdict } from './verdict';
import type { View } from './view';

/** A stack younger than this without a stage is still being made, by whomever. Milliseconds. */
const YOUNG = 20 * 60_000;

/** Log groups outlive a destroy; they alone are no deployment. */
const OUTLIVES = 'AWS::Logs::LogGroup';

/** The resources behind one node or one edge, judged. */
export interface Group {
  readonly verdict: Verdict;
  readonly judged: ReadonlyMap<TopologyResource, Verdict>;
}

/** What stands for an edge among the resources of the node that it leaves: those whose id names its other end. */
export function resourcesOfEdge({ resourcesOf, resource }: View, edge: TopologyEdge): TopologyResource[] {
  const { from, to } = edge;
  const { listener } = edge.ref;
  return resourcesOf(from).filter((it) => {
    // A route's id names its API; where it leads is its integration's other end.
    const named =
      it.type === 'AWS::ApiGatewayV2::Route' && isRef(it.props.integrationId)
        ? resource(it.props.integrationId.$ref)?.id
        : it.id;
    const [, part, end, last] = named?.split('/') ?? [];
    if (end !== to) return false;
    // Two wires may join the same two nodes; a listener and its target group belong to one of them.
    return (
      listener === undefined || (part !== 'listener' && part !== 'targetGroup') || last === String(listener)
    );
  });
}

/** What stands for a node alone. */
export function resourcesOfNode({ resourcesOf }: View, topology: Topology, node: string): TopologyResource[] {
  return resourcesOf(node).filter(({ id, type }) => {
    const end = id.split('/')[2];
    return type !== 'AWS::ApiGatewayV2::Route' && (end === undefined || !topology.nodes.has(end));
  });
}

/** Judges resources that stand or fall together. */
export function judgeGroup(resources: readonly TopologyResource[], view: View): Group {
  const judged = new Map<TopologyResource, Verdict>();
  const absent: TopologyResource[] = [];
  for (const resource of inOrder(resources)) {
    const found = view.found(resource.id);
    const verdict = found
      ? judgeFound(resource, found, view)
      : (judgeUnlisted(resource, view) ??
        judgeUnusable(resource, view) ??
        ruleOf(resource).judgeForeign?.(resource, view));
    if (verdict) judged.set(resource, verdict);
    else absent.push(resource);
  }
  const nothing = ![...judged.keys()].some((it) => isDeployed(it, view));
  const isNew = nothing && !absent.some((resource) => wasThere(resource, view));
  for (const resource of absent) judged.set(resource, isNew ? notDeployed() : missing(resource, view));
  if (absent.length > 0 && isNew) return { verdict: notDeployed(), judged };
  return { verdict: together(inOrder([...judged.keys()]).flatMap((it) => judged.get(it) ?? [])), judged };
}

/** Whether it is there by a deploy. */
function isDeployed({ id, type, existing }: TopologyResource, view: View): boolean {
  return type !== OUTLIVES && !existing && view.found(id) !== undefined;
}

/** What belongs to a node that is there, hangs on nothing else, and is as it was drawn then, was there with it. */
function wasThere(resource: TopologyResource, view: View): boolean {
  const own = view.resourcesOf(nodeOf(resource.id));
  const refs = refsIn(resource.props);
  return (
    own.some((it) => isDeployed(it, view)) &&
    refs.every(({ $ref }) => view.found($ref)) &&
    !isEditedAround(resource, view)
  );
}

/** Whether the file asks something else than it did when the nodes of a resource were deployed. */
function isEditedAround({ id, props }: TopologyResource, { snapshot: { edited } }: View): boolean {
  const nodes = new Set([id, ...refsIn(props).map(({ $ref }) => $ref)].map(nodeOf));
  return [...edited].some((other) => nodes.has(nodeOf(other)));
}

/** The word for what is in the file and not in the account. */
export function notDeployed(): Verdict {
  return finding('notDeployed', { summary: 'not deployed', reason: 'It is not in the account.' });
}

function missing(resource: TopologyResource, view: View): Verdict {
  // Whether it was there, or was only drawn since, can be told of the whole alone.
  if (view.snapshot.awaited.size > 0) return notAnswered();
  const { noun, absent } = ruleOf(resource);
  const name = nameIn(resource);
  const reason = `The ${noun}${name === undefined ? '' : ` ${name}`} is not in the account.`;
  if (beingMade(view)) return finding('beingCreated', { reason });
  // Of a node that was edited since, nobody can tell what was there and what is still to come.
  if (isEditedAround(resource, view)) return finding('notDeployed', { reason });
  return finding('missing', { reason, state: absent });
}

/** The stage comes last: a young stack without one is being deployed, perhaps by somebody else. */
function beingMade({ snapshot, resources }: View): boolean {
  if (snapshot.changing) return true;
  const stages = resources.filter(({ type }) => type === 'AWS::ApiGatewayV2::Stage');
  if (stages.length === 0 || stages.some(({ id }) => snapshot.found.has(id))) return false;
  const newest = Math.max(...[...snapshot.found.values()].map(({ created }) => Date.parse(created) || 0));
  return snapshot.at - newest < YOUNG;
}

/** What was not listed, or hangs on something that was not, is unknown and not missing. */
function judgeUnlisted(resource: TopologyResource, view: View): Verdict | undefined {
  const { awaited, unreadable } = view.snapshot;
  const parents = refsIn(resource.props).flatMap(({ $ref }) =>
    view.found($ref) ? [] : (view.resource($ref) ?? []),
  );
  for (const { type } of [resource, ...parents]) {
    const reason = unreadable.get(type);
    if (reason !== undefined) return finding('notReadable', { reason });
    if (awaited.has(type)) return notAnswered();
  }
  return undefined;
}

/** What somebody else made, and is not there or not fit. */
function judgeUnusable({ id }: TopologyResource, { snapshot }: View): Verdict | undefined {
  const reason = snapshot.unusable.get(id);
  return reason === undefined ? undefined : finding('unusable', { reason });
}

function nameIn({ props }: TopologyResource): string | undefined {
  if ('key' in props) return props.key;
  if ('name' in props) return props.name;
  return 'port' in props ? `of port ${props.port}` : undefined;
}
