import type { Capability, Finding, Graph } from '../kinds/kind';
import type { Registry } from '../kinds/index';
import { anyOf } from '../kinds/words';
import { idProblem } from './changes';
import { placeOfNode, problem, refusedMembers, strangerProblem } from './findings';
import { memberOf, type JsonValue } from './json';
import type { Problem } from './problem';
import { schemaFindings } from './schemaFindings';
import { NODE_MEMBERS, type Topology, type TopologyNode } from './topology';
import { nearest, unknownMembers } from './unknownMembers';

/** What a node shows to be wrong before its kind is asked. */
export function nodeProblems(node: TopologyNode, topology: Topology, registry: Registry): Problem[] {
  const place = placeOfNode(node);
  const say = (finding: Finding) => problem(place, finding);
  const { id, kind, raw, config } = node;
  const badId = idProblem(id, () => false);
  const named: Finding[] =
    badId === undefined ? [] : [{ severity: 'error', code: 'bad-id', message: badId, path: [] }];
  if (!kind) return [...named, unknownKind(node, registry)].map(say);
  return [
    // Parsing once more is for those only that do not fit.
    ...[...named, ...(config === undefined ? schemaFindings(kind.schema, raw) : [])].map(say),
    ...refusedMembers(place, raw, kind.refuses),
    ...unknownMembers(kind.schema, raw, [...NODE_MEMBERS, ...Object.keys(kind.refuses ?? {})]).map(
      ({ path, meant }) => strangerProblem(place, path, meant),
    ),
    ...mentions(node, topology, registry).map(say),
    ...formerId(node, topology).map(say),
    ...withoutEffect(node).map(say),
  ];
}

/** Fields that name a node which is not there, or is of the wrong kind. */
function mentions({ kind, raw }: TopologyNode, topology: Topology, registry: Registry): Finding[] {
  return (kind?.mentions ?? []).flatMap(({ field, capability }): Finding[] => {
    const id = memberOf(raw, field);
    if (typeof id !== 'string') return [];
    const target = topology.nodes.get(id);
    if (target?.kind?.provides[capability]) return [];
    const what = `a node of kind ${anyOf(providers(registry, capability))}`;
    const fault = target
      ? `${field} names ${id}, which is not ${what}`
      : `${field} names a node that does not exist: ${id}`;
    // As many as a sentence holds; thousands may lack the same node.
    const fitting = firstProviders(topology, capability, 4);
    const [only, ...others] = fitting;
    return [
      {
        severity: 'error',
        code: 'missing-reference',
        message: `${fault}. ${only === undefined ? `Add ${what}, and name it here.` : `Name ${fitting.length > 3 ? what : anyOf(fitting)}.`}`,
        path: [field],
        ...(only !== undefined && others.length === 0
          ? { fix: { title: `Use ${only}`, path: [field], value: only } }
          : {}),
      },
    ];
  });
}

/** An id that the node cannot have had, or that is another's: its names would be made of it. */
function formerId({ id, raw }: TopologyNode, { nodes }: Topology): Finding[] {
  const formerly = memberOf(raw, 'formerly');
  const fault = formerly === undefined ? undefined : whyNotFormer(formerly);
  if (fault === undefined) return [];
  return [
    {
      severity: 'error',
      code: 'bad-formerly',
      message: `${fault} Write the id that the node was deployed with, or remove formerly.`,
      path: ['formerly'],
      fix: { title: 'Remove formerly', path: ['formerly'] },
    },
  ];

  function whyNotFormer(former: JsonValue): string | undefined {
    if (typeof former !== 'string' || idProblem(former, () => false) !== undefined) {
      return 'formerly is no id that a node could have had.';
    }
    if (former === id) return `formerly is the id that the node has now: ${id}.`;
    if (nodes.has(former)) return `formerly names a node that is still there: ${former}.`;
    const other = [...nodes.values()].find(
      (node) => node.id !== id && memberOf(node.raw, 'formerly') === former,
    );
    return other && `${other.id} was formerly ${former} too, and only one can take it over.`;
  }
}

function providers(registry: Registry, capability: Capability): string[] {
  return [...registry.values()].filter((kind) => kind.provides[capability]).map((kind) => kind.kind);
}

function firstProviders({ nodes }: Topology, capability: Capability, count: number): string[] {
  const found: string[] = [];
  for (const { id, kind } of nodes.values()) {
    if (found.length === count) break;
    if (kind?.provides[capability]) found.push(id);
  }
  return found;
}

/** Settings of what somebody else made are for them to change; what has to be said is there to be told apart by. */
function withoutEffect({ kind, raw }: TopologyNode): Finding[] {
  const shape: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>> =
    kind?.schema.shape ?? {};
  if (!Object.hasOwn(shape, 'existing') || memberOf(raw, 'existing') === undefined) return [];
  return Object.entries(shape)
    .filter(
      ([name, field]) =>
        name !== 'existing' && memberOf(raw, name) !== undefined && field.safeParse(undefined).success,
    )
    .map(([name]) => ({
      severity: 'warning',
      code: 'not-ours',
      message: `${name} has no effect on what somebody else made. Remove it, or remove existing.`,
      path: [name],
      fix: { title: `Remove ${name}`, path: [name] },
    }));
}

function unknownKind({ kindName }: TopologyNode, registry: Registry): Finding {
  const kinds = [...registry.keys()];
  if (kindName === undefined) {
    const message = `A node needs a kind: ${anyOf(kinds)}.`;
    return { severity: 'error', code: 'missing-kind', message, path: ['kind'] };
  }
  const meant = nearest(kindName, kinds);
  return {
    severity: 'error',
    code: 'unknown-kind',
    message: `There is no kind ${kindName}. ${meant ? `Did you mean ${meant}?` : `Known are ${anyOf(kinds)}.`}`,
    path: ['kind'],
    ...(meant === undefined ? {} : { fix: { title: `Change to ${meant}`, path: ['kind'], value: meant } }),
  };
}

/** Names in AWS that two nodes claim. */
export function claimProblems(topology: Topology, graph: Graph): Problem[] {
  const taken = new Map<string, string>();
  return [...topology.nodes.values()].flatMap(({ id, kind }): Problem[] => {
    const node = graph.node(id);
    if (!kind?.claims || !node) return [];
    return kind.claims(node, graph).flatMap(({ name, scope }): Problem[] => {
      const key = JSON.stringify([kind.kind, scope, name]);
      const first = taken.get(key);
      taken.set(key, first ?? id);
      if (first === undefined) return [];
      const message = `${first} has the name ${name} already, and two of the kind ${kind.kind} cannot share it in ${scope}. Choose another name.`;
      const finding: Finding = { severity: 'error', code: 'duplicate-name', message, path: ['name'] };
      return [problem(placeOfNode({ id }), finding)];
    });
  });
}
