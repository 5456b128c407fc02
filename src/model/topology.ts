import type { AcceptedEdge, Capability, Drawing, GraphEdge, GraphNode, Kind } from '../kinds/kind';
import type { Registry } from '../kinds/index';
import { ID_LENGTH, ID_PATTERN, type Nameable } from '../kinds/names';
import type { EdgeRef } from './edit';
import { inEnvironment, namedIn, nodesOfAll } from './environment';
import { isObject, memberOf, type JsonObject, type JsonValue } from './json';

/** A node as drawn. `config` is absent while its fields do not fit the kind's schema. */
export interface TopologyNode extends Nameable {
  readonly id: string;
  /** What the card shows: `title`, else `name`, else the id. */
  readonly title: string;
  /** As written, known or not. */
  readonly kindName: string | undefined;
  readonly kind: Kind | undefined;
  readonly raw: JsonObject;
  readonly config: Readonly<Record<string, unknown>> | undefined;
}

/** An edge as drawn. Without `accepted` it is illegal, without `config` its fields do not fit. */
export interface TopologyEdge {
  /** In the file's `edges`. */
  readonly index: number;
  /** `<from>--<to>`, plus `--<listener>` where several join the same two. */
  readonly key: string;
  readonly ref: EdgeRef;
  readonly from: string;
  readonly to: string;
  readonly accepted: AcceptedEdge<never> | undefined;
  readonly raw: JsonObject;
  readonly config: unknown;
  /** As planner and rules see it; absent while the edge, or one of its ends, does not fit. */
  readonly valid: GraphEdge | undefined;
}

/** A document read for drawing: whatever is a node or an edge is there, whether it is right or not. */
export interface Topology extends Drawing {
  /** As it is written, for the base and all environments. */
  readonly file: JsonValue;
  /** Which of them is drawn; undefined for the base. */
  readonly environment: string | undefined;
  /** The file as the environment has it. */
  readonly document: JsonValue;
  /** Ids of nodes that are not here, but in the base or in another environment. */
  readonly elsewhere: ReadonlySet<string>;
  readonly nodes: ReadonlyMap<string, TopologyNode>;
  readonly edges: readonly TopologyEdge[];
  /** Top left, whole numbers; only cards that were placed by hand. */
  readonly positions: ReadonlyMap<string, readonly [number, number]>;
}

/** Members that every node may have beside the fields of its kind. */
export const NODE_MEMBERS = ['kind', 'title', 'formerly'] as const;
/** Members that every edge has beside its own fields. */
export const EDGE_MEMBERS = ['from', 'to'] as const;

/**
 * Reads the base of a file, or one of its environments, leniently; what is wrong with it is told by `validate`. Edges
 * are shared by all, so those with an end that is only elsewhere are left out. What is the very same JSON as in the
 * topology before stays the very same node or edge, and is not parsed again.
 */
export function readTopology(
  file: JsonValue,
  registry: Registry,
  environment?: string,
  before?: Topology,
): Topology {
  const document = inEnvironment(file, environment);
  const named = namedIn(file, environment);
  const nodes = new Map(
    members(memberOf(document, 'nodes')).flatMap(([id, raw]) =>
      isObject(raw) ? [[id, readNode(id, raw, registry, named.has(id), before?.nodes.get(id))]] : [],
    ),
  );
  const elsewhere = new Set([...nodesOfAll(file)].filter((id) => !nodes.has(id)));
  const edges = readEdges(memberOf(document, 'edges'), nodes, elsewhere, before?.edges ?? []);
  const positions = new Map(
    members(memberOf(document, 'layout')).flatMap(([id, at]) => {
      const position = readPosition(at);
      return position && nodes.has(id) ? [[id, position]] : [];
    }),
  );
  return { file, environment, document, elsewhere, nodes, edges, positions, ...drawing(nodes, edges) };
}

function readNode(
  id: string,
  raw: JsonObject,
  registry: Registry,
  keepsName: boolean,
  before: TopologyNode | undefined,
): TopologyNode {
  const kindName = memberOf(raw, 'kind');
  const kind = typeof kindName === 'string' ? registry.get(kindName) : undefined;
  if (before?.raw === raw && before.kind === kind && before.keepsName === keepsName) return before;
  const title = [memberOf(raw, 'title'), memberOf(raw, 'name'), id].find(
    (candidate): candidate is string => typeof candidate === 'string' && candidate !== '',
  );
  return {
    id,
    title: title ?? id,
    kindName: typeof kindName === 'string' ? kindName : undefined,
    kind,
    raw,
    config: kind?.schema.safeParse(raw).data,
    origin: originOf(id, raw),
    keepsName,
  };
}

/** What is no id cannot have been one. */
function originOf(id: string, raw: JsonObject): string {
  const formerly = memberOf(raw, 'formerly');
  const wasOne = typeof formerly === 'string' && ID_PATTERN.test(formerly) && formerly.length <= ID_LENGTH;
  return wasOne ? formerly : id;
}

function readEdges(
  value: JsonValue | undefined,
  nodes: ReadonlyMap<string, TopologyNode>,
  elsewhere: ReadonlySet<string>,
  before: readonly TopologyEdge[],
): TopologyEdge[] {
  const known = new Map(before.map((edge) => [edge.raw, edge]));
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  const read = list.flatMap((raw, index): Omit<TopologyEdge, 'key'>[] => {
    const [from, to] = [memberOf(raw, 'from'), memberOf(raw, 'to')];
    if (!isObject(raw) || typeof from !== 'string' || typeof to !== 'string') return [];
    if (elsewhere.has(from) || elsewhere.has(to)) return [];
    const accepted = acceptedEdge(nodes.get(from)?.kind, nodes.get(to)?.kind);
    const old = known.get(raw);
    const config: unknown = old?.accepted === accepted ? old?.config : accepted?.schema.safeParse(raw).data;
    const listener = accepted?.byListener ? memberOf(raw, 'listener') : undefined;
    const ref = accepted?.byListener
      ? { from, to, listener: typeof listener === 'number' ? listener : 80 }
      : { from, to };
    const fits =
      accepted &&
      from !== to &&
      config !== undefined &&
      nodes.get(from)?.config !== undefined &&
      nodes.get(to)?.config !== undefined;
    const valid = fits ? { from, to, capability: accepted.capability, config } : undefined;
    return [{ index, ref, from, to, accepted, raw, config, valid }];
  });
  const pairs = new Map<string, number>();
  for (const { from, to } of read) pairs.set(`${from}--${to}`, (pairs.get(`${from}--${to}`) ?? 0) + 1);
  return read.map((edge) => {
    const pair = `${edge.from}--${edge.to}`;
    const several = (pairs.get(pair) ?? 0) > 1 && edge.ref.listener !== undefined;
    const key = several ? `${pair}--${edge.ref.listener}` : pair;
    const old = known.get(edge.raw);
    const stays = old?.index === edge.index && old.accepted === edge.accepted && old.key === key;
    return stays && (old.valid === undefined) === (edge.valid === undefined) ? old : { ...edge, key };
  });
}

/** What a wire between two kinds would carry: the first capability that one accepts and the other provides. */
export function acceptedEdge(from: Kind | undefined, to: Kind | undefined): AcceptedEdge<never> | undefined {
  if (!from || !to) return undefined;
  const accepted = from.accepts.find(({ capability }) => to.provides[capability] !== undefined);
  // The schema of the entry parses its edges; nobody else hands it a config.
  return accepted;
}

/** Queries over what is valid: nodes and edges whose fields fit their schemas. */
function drawing(nodes: ReadonlyMap<string, TopologyNode>, edges: readonly TopologyEdge[]): Drawing {
  const leaving = new Map<string, GraphEdge[]>();
  const entering = new Map<string, GraphEdge[]>();
  for (const { valid } of edges) {
    if (!valid) continue;
    listIn(leaving, `${valid.capability} ${valid.from}`).push(valid);
    listIn(entering, `${valid.capability} ${valid.to}`).push(valid);
  }
  // The capability is part of the key.
  const having = <C extends Capability>(lists: Map<string, GraphEdge[]>, capability: C, id: string) =>
    (lists.get(`${capability} ${id}`) ?? []) as GraphEdge<unknown, C>[];
  return {
    node: (id): GraphNode | undefined => {
      const node = nodes.get(id);
      return node?.kind && node.config !== undefined
        ? { id, kind: node.kind.kind, config: node.config, origin: node.origin, keepsName: node.keepsName }
        : undefined;
    },
    edgesFrom: (id, capability) => having(leaving, capability, id),
    edgesTo: (id, capability) => having(entering, capability, id),
  };
}

function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function readPosition(value: JsonValue): readonly [number, number] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [x, y] = value as readonly JsonValue[];
  return Number.isFinite(x) && Number.isFinite(y)
    ? [Math.round(Number(x)), Math.round(Number(y))]
    : undefined;
}

function members(value: JsonValue | undefined): [string, JsonValue][] {
  return isObject(value) ? Object.entries(value) : [];
}
