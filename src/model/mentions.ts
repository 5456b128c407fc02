import type { Registry } from '../kinds/index';
import { environmentsOf, inEnvironment } from './environment';
import { isObject, memberOf, valueAt, type JsonPath, type JsonValue } from './json';

/** Every place outside the keys of `nodes` and `layout` that holds a node's id, in the base and in environments. */
export function mentions(document: JsonValue, registry: Registry): { path: JsonPath; id: string }[] {
  const found: { path: JsonPath; id: string }[] = [];
  const note = (path: JsonPath) => {
    const id = valueAt(document, path);
    if (typeof id === 'string') found.push({ path, id });
  };
  // A patch says of a node what is different; what kind it is may stand in the base.
  const views = [undefined, ...environmentsOf(document)].map((environment) => ({
    at: environment === undefined ? [] : ['environments', environment],
    nodes: memberOf(inEnvironment(document, environment), 'nodes'),
  }));
  for (const { at, nodes } of views) {
    for (const [id, node] of isObject(nodes) ? Object.entries(nodes) : []) {
      kindOf(node, registry)?.mentions?.forEach(({ field }) => note([...at, 'nodes', id, field]));
    }
  }
  edgesOf(document).forEach((edge, index) => {
    note(['edges', index, 'from']);
    note(['edges', index, 'to']);
    const from = memberOf(edge, 'from');
    const sources = typeof from === 'string' ? views.map(({ nodes }) => memberOf(nodes, from)) : [];
    const kind = sources.map((source) => kindOf(source, registry)).find((known) => known !== undefined);
    for (const { mentions: patterns = [] } of kind?.accepts ?? []) {
      patterns.flatMap((pattern) => expand(edge, pattern)).forEach((path) => note(['edges', index, ...path]));
    }
  });
  return found;
}

/** Where environments change, add or take away a node. */
export function patchesOf(document: JsonValue, id: string): string[][] {
  return environmentsOf(document)
    .map((environment) => ['environments', environment, 'nodes', id])
    .filter((path) => valueAt(document, path) !== undefined);
}

export function edgesOf(document: JsonValue): readonly JsonValue[] {
  const edges = memberOf(document, 'edges');
  return Array.isArray(edges) ? (edges as readonly JsonValue[]) : [];
}

/** The paths that a pattern with `*` for any index stands for. */
function expand(value: JsonValue | undefined, pattern: readonly string[]): JsonPath[] {
  const [segment, ...rest] = pattern;
  if (segment === undefined) return [[]];
  const keys = segment === '*' ? (Array.isArray(value) ? [...value.keys()] : []) : [segment];
  return keys.flatMap((key) => expand(memberOf(value, key), rest).map((path) => [key, ...path]));
}

/** The kind of a node as it is written; undefined where it is none that is known. */
export function kindOf(node: JsonValue | undefined, registry: Registry) {
  const kind = memberOf(node, 'kind');
  return typeof kind === 'string' ? registry.get(kind) : undefined;
}
