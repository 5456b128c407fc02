import type * as z from '../zod';
import type { Finding } from '../kinds/kind';
import { idProblem } from './changes';
import { whyIllegal } from './connect';
import { DOCUMENT_MEMBERS, documentSchema, ownNetwork } from './documentSchema';
import type { FieldTarget } from './edit';
import { isObject, memberOf, pointer, type JsonPath, type JsonValue } from './json';
import type { Problem } from './problem';
import {
  EDGE_MEMBERS,
  NODE_MEMBERS,
  readTopology,
  type Topology,
  type TopologyEdge,
  type TopologyNode,
} from './topology';
import { nearest, unknownMembers } from './unknownMembers';
import type { Registry } from '../kinds/index';

/** Where a finding stands: its place in the file, and the node that shows it. */
interface Place {
  readonly path: JsonPath;
  readonly node?: string;
  readonly target: FieldTarget;
}

/** All that can be known to be wrong from the file alone. Only errors keep it from being planned. */
export function validate(document: JsonValue, registry: Registry): Problem[] {
  return validateTopology(readTopology(document, registry), registry);
}

export function validateTopology(topology: Topology, registry: Registry): Problem[] {
  return [
    ...documentProblems(topology.document),
    ...[...topology.nodes.values()].flatMap((node) => nodeProblems(node, topology, registry)),
    ...malformed(topology),
    ...topology.edges.flatMap((edge) => edgeProblems(edge, topology, registry)),
    ...twinEdges(topology),
    ...layoutProblems(topology),
  ];
}

/** What has to be there beyond a correct drawing before it can be planned. */
export function planningProblems(document: JsonValue): Problem[] {
  const network = memberOf(document, 'network');
  const place: Place = { path: ['network'], target: { document: true } };
  if (network === undefined) {
    return [
      problem(place, {
        severity: 'error',
        code: 'no-network',
        message:
          'No network is chosen. Give the ids of a VPC and of private subnets in two Availability Zones.',
        path: [],
      }),
    ];
  }
  if (ownNetwork.safeParse(network).success) {
    return [
      problem(place, {
        severity: 'error',
        code: 'own-network',
        message: 'A network of its own cannot be deployed yet. Name an existing VPC by vpcId and subnetIds.',
        path: [],
      }),
    ];
  }
  return [];
}

function documentProblems(document: JsonValue): Problem[] {
  const place: Place = { path: [], target: { document: true } };
  if (!isObject(document)) {
    const message = 'A topology is a JSON object with version, name, nodes and edges.';
    return [problem(place, { severity: 'error', code: 'not-an-object', message, path: [] })];
  }
  const version = memberOf(document, 'version');
  if (typeof version === 'number' && version > 1) {
    const message = `This file has version ${version}; this extension reads version 1. Update the extension.`;
    return [problem(place, { severity: 'error', code: 'newer-version', message, path: ['version'] })];
  }
  const strangers = Object.keys(document).filter((member) => !DOCUMENT_MEMBERS.includes(member));
  return [
    ...schemaFindings(documentSchema, document).map((finding) => problem(place, finding)),
    ...strangers.map((member) => problem(place, stranger([member], nearest(member, DOCUMENT_MEMBERS)))),
    ...['network', 'tags'].flatMap((member) => {
      const schema = documentSchema.shape[member === 'network' ? 'network' : 'tags'];
      return unknownMembers(schema, memberOf(document, member), [], [member]).map(({ path, meant }) =>
        problem(place, stranger(path, meant)),
      );
    }),
    ...(isObject(memberOf(document, 'nodes'))
      ? []
      : [problem(place, missing('nodes', 'an object of nodes by id, "nodes": {}'))]),
    ...(Array.isArray(memberOf(document, 'edges'))
      ? []
      : [problem(place, missing('edges', 'a list of edges, "edges": []'))]),
    ...(memberOf(document, 'environments') === undefined
      ? []
      : [
          problem(place, {
            severity: 'error',
            code: 'environments',
            message: 'Environments cannot be deployed yet. Keep one file for each, under different names.',
            path: ['environments'],
          }),
        ]),
    ...membersOf(memberOf(document, 'tags'))
      .filter((key) => key.startsWith('ecs-topology:') || key.startsWith('aws:'))
      .map((key) =>
        problem(place, {
          severity: 'error',
          code: 'reserved-tag',
          message: `Tags that begin with ecs-topology: or aws: are reserved. Choose another key: ${key}`,
          path: ['tags', key],
          fix: { title: `Remove the tag ${key}`, path: ['tags', key] },
        }),
      ),
  ];
}

function membersOf(value: JsonValue | undefined): string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function missing(member: string, form: string): Finding {
  return { severity: 'error', code: 'missing-member', message: `The file needs ${form}.`, path: [member] };
}

function nodeProblems(node: TopologyNode, topology: Topology, registry: Registry): Problem[] {
  const place: Place = { path: ['nodes', node.id], node: node.id, target: { node: node.id } };
  const say = (finding: Finding) => problem(place, finding);
  const badId = idProblem(node.id, () => false);
  const named =
    badId === undefined ? [] : [say({ severity: 'error', code: 'bad-id', message: badId, path: [] })];
  if (!node.kind) return [...named, say(unknownKind(node, registry))];
  const { kind } = node;
  const mentioned = (kind.mentions ?? []).flatMap(({ field, capability }): Problem[] => {
    const id = memberOf(node.raw, field);
    if (typeof id !== 'string') return [];
    const target = topology.nodes.get(id);
    if (target?.kind?.provides[capability]) return [];
    const fitting = [...topology.nodes.values()]
      .filter((other) => other.kind?.provides[capability])
      .map(({ id }) => id);
    const [only, ...others] = fitting;
    return [
      say({
        severity: 'error',
        code: 'missing-reference',
        message: target
          ? `${field} names ${id}, which is no ${capability}. ${choices(fitting, capability)}`
          : `${field} names a node that does not exist: ${id}. ${choices(fitting, capability)}`,
        path: [field],
        ...(only !== undefined && others.length === 0
          ? { fix: { title: `Use ${only}`, path: [field], value: only } }
          : {}),
      }),
    ];
  });
  const valid = topology.node(node.id);
  return [
    ...named,
    ...schemaFindings(kind.schema, node.raw).map(say),
    ...unknownMembers(kind.schema, node.raw, NODE_MEMBERS).map(({ path, meant }) =>
      say(stranger(path, meant)),
    ),
    ...mentioned,
    ...notYet(node).map(say),
    ...(valid && kind.check ? kind.check(valid, topology).map(say) : []),
  ];
}

function choices(ids: readonly string[], capability: string): string {
  return ids.length === 0
    ? `Add a ${capability} and name it.`
    : `Name ${new Intl.ListFormat('en', { type: 'disjunction' }).format(ids)}.`;
}

/** Members of the format that this version reads, but cannot deploy. */
function notYet(node: TopologyNode): Finding[] {
  return ['existing', 'formerly', 'scaling']
    .filter((member) => memberOf(node.raw, member) !== undefined)
    .map((member) => ({
      severity: 'error',
      code: 'not-yet',
      message: `${member} cannot be deployed yet. Remove it to deploy this node.`,
      path: [member],
      fix: { title: `Remove ${member}`, path: [member] },
    }));
}

function unknownKind(node: TopologyNode, registry: Registry): Finding {
  const kinds = [...registry.keys()];
  if (node.kindName === undefined) {
    return {
      severity: 'error',
      code: 'missing-kind',
      message: `A node needs a kind: ${kinds.join(', ')}.`,
      path: [],
    };
  }
  const meant = nearest(node.kindName, kinds);
  return {
    severity: 'error',
    code: 'unknown-kind',
    message: `There is no kind ${node.kindName}. ${meant ? `Did you mean ${meant}?` : `Known are ${kinds.join(', ')}.`}`,
    path: ['kind'],
    ...(meant === undefined ? {} : { fix: { title: `Change to ${meant}`, path: ['kind'], value: meant } }),
  };
}

function edgeProblems(edge: TopologyEdge, topology: Topology, registry: Registry): Problem[] {
  const place: Place = { path: ['edges', edge.index], node: edge.from, target: { edge: edge.ref } };
  const say = (finding: Finding) => problem(place, finding);
  const lost = (['from', 'to'] as const).filter((end) => !topology.nodes.has(edge[end]));
  if (lost.length > 0) {
    return lost.map((end) => {
      const meant = nearest(edge[end], [...topology.nodes.keys()]);
      return say({
        severity: 'error',
        code: 'missing-reference',
        message: `The edge's ${end} names a node that does not exist: ${edge[end]}.${meant ? ` Did you mean ${meant}?` : ' Remove the edge or add the node.'}`,
        path: [end],
      });
    });
  }
  const [source, target] = [topology.nodes.get(edge.from), topology.nodes.get(edge.to)];
  if (!source?.kind || !target?.kind) return [];
  if (!edge.accepted || edge.from === edge.to) {
    const reason =
      edge.from === edge.to ? 'A node cannot be connected to itself.' : whyIllegal(source, target, registry);
    return [
      {
        ...say({ severity: 'error', code: 'illegal-edge', message: reason, path: [] }),
        fix: { title: 'Remove the edge', edits: [{ type: 'remove', nodes: [], edges: [edge.ref] }] },
      },
    ];
  }
  const { accepted } = edge;
  const valid = topology
    .edgesFrom(edge.from, accepted.capability)
    .find((other) => other.config === edge.config);
  return [
    ...schemaFindings(accepted.schema, edge.raw).map(say),
    ...unknownMembers(accepted.schema, edge.raw, EDGE_MEMBERS).map(({ path, meant }) =>
      say(stranger(path, meant)),
    ),
    // The edge was parsed by the schema of the very entry that checks it.
    ...(valid && accepted.check ? accepted.check(valid as never, topology).map(say) : []),
  ];
}

/** Elements of `nodes` and `edges` that are no nodes and edges at all. */
function malformed({ document }: Topology): Problem[] {
  const nodes = memberOf(document, 'nodes');
  const edges = memberOf(document, 'edges');
  const finding = (message: string): Finding => ({ severity: 'error', code: 'malformed', message, path: [] });
  return [
    ...(isObject(nodes) ? Object.entries(nodes) : [])
      .filter(([, node]) => !isObject(node))
      .map(([id]) =>
        problem(
          { path: ['nodes', id], target: { node: id } },
          finding('A node is an object with a kind, such as { "kind": "nlb" }.'),
        ),
      ),
    ...(Array.isArray(edges) ? (edges as readonly JsonValue[]) : []).flatMap((edge, index) =>
      typeof memberOf(edge, 'from') === 'string' && typeof memberOf(edge, 'to') === 'string'
        ? []
        : [
            problem(
              { path: ['edges', index], target: { document: true } },
              finding('An edge is an object with from and to, such as { "from": "api", "to": "link" }.'),
            ),
          ],
    ),
  ];
}

function twinEdges(topology: Topology): Problem[] {
  const seen = new Map<string, TopologyEdge>();
  const singles = new Map<string, TopologyEdge>();
  return topology.edges.flatMap((edge): Problem[] => {
    const key = `${edge.from}--${edge.to}--${edge.ref.listener ?? ''}`;
    const place: Place = { path: ['edges', edge.index], node: edge.from, target: { edge: edge.ref } };
    const twin = seen.get(key);
    seen.set(key, twin ?? edge);
    if (twin) {
      const where = edge.ref.listener === undefined ? '' : ` on listener ${edge.ref.listener}`;
      const message = `${edge.from} is connected to ${edge.to}${where} twice. Keep one of the two edges.`;
      return [problem(place, { severity: 'error', code: 'duplicate-edge', message, path: [] })];
    }
    if (!edge.accepted?.single) return [];
    const single = `${edge.from} ${edge.accepted.capability}`;
    const other = singles.get(single);
    singles.set(single, other ?? edge);
    if (!other) return [];
    const message = `${edge.from} is registered in ${other.to} already; AWS takes one registry a service. Remove one of the two edges.`;
    return [problem(place, { severity: 'error', code: 'T5', message, path: [] })];
  });
}

function layoutProblems({ document, nodes, positions }: Topology): Problem[] {
  const layout = memberOf(document, 'layout');
  const place: Place = { path: ['layout'], target: { document: true } };
  return (isObject(layout) ? Object.keys(layout) : [])
    .filter((id) => !positions.has(id))
    .map((id) =>
      problem(place, {
        severity: 'warning',
        code: 'bad-layout',
        message: nodes.has(id)
          ? `A position is two numbers, [x, y]; the layout places this card itself: ${id}`
          : `The layout has a position for a node that does not exist: ${id}`,
        path: [id],
        fix: { title: `Remove the position of ${id}`, path: ['layout', id] },
      }),
    );
}

function stranger(path: JsonPath, meant: string | undefined): Finding {
  const name = String(path.at(-1));
  return {
    severity: 'warning',
    code: 'unknown-member',
    message: `${name} is not known here.${meant === undefined ? ' It is kept, and has no effect.' : ` Did you mean ${meant}?`}`,
    path,
    fix: { title: `Remove ${name}`, path },
  };
}

function schemaFindings(schema: z.ZodObject, value: JsonValue): Finding[] {
  return (schema.safeParse(value).error?.issues ?? []).map((issue): Finding => {
    const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
    return { severity: 'error', code: codeOf(issue, value), message: sentence(issue, path, value), path };
  });
}

function codeOf(issue: z.core.$ZodIssue, value: JsonValue): string {
  return isAbsent(issue, value) ? 'required' : 'invalid-value';
}

function sentence(issue: z.core.$ZodIssue, path: JsonPath, value: JsonValue): string {
  const name = path.length === 0 ? 'The value' : path.join('.');
  if (isAbsent(issue, value)) return `${name} is required.`;
  const text = issue.message.replace(/^Invalid input: /, '').replace(/^Too (small|big): /, '');
  const detail = text.charAt(0).toLowerCase() + text.slice(1);
  return /[.!]$/.test(issue.message) ? `${name}: ${issue.message}` : `${name}: ${detail}.`;
}

function isAbsent(issue: z.core.$ZodIssue, value: JsonValue): boolean {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  return path.length > 0 && path.reduce<JsonValue | undefined>(memberOf, value) === undefined;
}

/** Puts a finding at its place in the file; its fix becomes an edit. */
function problem(place: Place, { severity, code, message, path, fix }: Finding): Problem {
  return {
    severity,
    code,
    message,
    path: pointer([...place.path, ...path]),
    ...(place.node === undefined ? {} : { node: place.node }),
    ...(fix === undefined
      ? {}
      : {
          fix: {
            title: fix.title,
            edits: [
              {
                type: 'setField',
                target: place.target,
                path: [...fix.path],
                // A kind writes only JSON into its fixes.
                ...(fix.value === undefined ? {} : { value: fix.value as JsonValue }),
              },
            ],
          },
        }),
  };
}
