import { ID_LENGTH, ID_PATTERN } from '../kinds/names';
import type { Registry } from '../kinds/index';
import type { Edit, EdgeRef, FieldTarget, SingleEdit } from './edit';
import {
  applyChanges,
  isObject,
  memberOf,
  valueAt,
  type JsonChange,
  type JsonObject,
  type JsonPath,
  type JsonValue,
} from './json';
import { edgesOf, mentions, patchesOf } from './mentions';

export type EditResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** What an edit changes in the document, the same for data and text. */
export type Changes = EditResult<readonly JsonChange[]>;

/** The document after an edit, or why the edit does not fit it. */
export function applyEdit(document: JsonValue, edit: Edit, registry: Registry): EditResult<JsonValue> {
  const changes = changesOf(document, edit, registry);
  return changes.ok ? { ok: true, value: applyChanges(document, changes.value) } : changes;
}

/** Turns a semantic edit into changes of the document, or says why it does not fit. */
export function changesOf(document: JsonValue, edit: Edit, registry: Registry): Changes {
  switch (edit.type) {
    case 'addNode':
      return addNode(document, edit);
    case 'remove':
      return remove(document, edit.nodes, edit.edges, registry);
    case 'move':
      return move(document, edit.positions);
    case 'connect':
      return connect(document, edit.edge);
    case 'renameNode':
      return rename(document, edit, registry);
    case 'setField':
      return setField(document, edit.target, edit.path, edit.value);
    case 'renameField':
      return renameField(document, edit.target, edit.path, edit.key);
    case 'batch':
      return batch(document, edit.edits, registry);
  }
}

/** Why an id cannot be given to a node; undefined when it can. */
export function idProblem(id: string, taken: (id: string) => boolean): string | undefined {
  if (id === '') return 'A node needs an id, such as user-service.';
  if (!ID_PATTERN.test(id) || id.length > ID_LENGTH) {
    return `An id has lower-case letters, digits and single hyphens, begins with a letter and is at most ${ID_LENGTH} long: ${id}`;
  }
  return taken(id) ? `There is a node with this id already: ${id}` : undefined;
}

function addNode(document: JsonValue, edit: Extract<Edit, { type: 'addNode' }>): Changes {
  const problem = idProblem(edit.id, (id) => isTaken(document, id));
  if (problem !== undefined) return refused(problem);
  const nodes = memberOf(document, 'nodes');
  if (nodes !== undefined && !isObject(nodes)) {
    return refused('The nodes of the file are no object. Mend them in the text first.');
  }
  const changes: JsonChange[] = [{ op: 'set', path: ['nodes', edit.id], value: edit.node }];
  if (edit.position) changes.push({ op: 'set', path: ['layout', edit.id], value: edit.position });
  return fits(changes);
}

function remove(
  document: JsonValue,
  nodes: readonly string[],
  edges: readonly EdgeRef[],
  registry: Registry,
): Changes {
  const missing = nodes.find((id) => !hasNode(document, id));
  if (missing !== undefined) return refused(`There is no such node any more: ${missing}`);
  const gone = new Set<unknown>(nodes);
  const chosen = new Set<number>();
  for (const edge of edges) {
    const index = edgeIndex(document, edge);
    if (index === undefined) return refused(`There is no such edge any more: ${edge.from} → ${edge.to}`);
    chosen.add(index);
  }
  edgesOf(document).forEach((edge, index) => {
    if (gone.has(memberOf(edge, 'from')) || gone.has(memberOf(edge, 'to'))) chosen.add(index);
  });
  return fits([
    // Before the edges, and from the last on, so that the indexes stay true.
    ...mentions(document, registry)
      .filter(({ path, id }) => gone.has(id) && !(path.at(-3) === 'nodes' && gone.has(path.at(-2))))
      .filter(({ path }) => path[0] !== 'edges' || !chosen.has(Number(path[1])))
      .reverse()
      .map(({ path }): JsonChange => ({ op: 'remove', path })),
    ...[...chosen]
      .sort((a, b) => b - a)
      .map((index): JsonChange => ({ op: 'remove', path: ['edges', index] })),
    ...nodes
      .flatMap((id) => [['nodes', id], ...patchesOf(document, id)])
      .map((path): JsonChange => ({ op: 'remove', path })),
    ...nodes
      .filter((id) => valueAt(document, ['layout', id]) !== undefined)
      .map((id): JsonChange => ({ op: 'remove', path: ['layout', id] })),
  ]);
}

function connect(document: JsonValue, edge: JsonObject): Changes {
  const edges = memberOf(document, 'edges');
  if (edges === undefined) return fits([{ op: 'set', path: ['edges'], value: [edge] }]);
  // What stands there instead is somebody's, and is not written over.
  if (!Array.isArray(edges))
    return refused('The edges of the file are no list. Mend them in the text first.');
  return fits([{ op: 'set', path: ['edges', edges.length], value: edge }]);
}

function move(document: JsonValue, positions: Readonly<Record<string, readonly [number, number]>>): Changes {
  const missing = Object.keys(positions).find((id) => !isTaken(document, id));
  if (missing !== undefined) return refused(`There is no such node any more: ${missing}`);
  return fits(
    Object.entries(positions).map(([id, position]): JsonChange => ({
      op: 'set',
      path: ['layout', id],
      value: position,
    })),
  );
}

function rename(
  document: JsonValue,
  { from, to, deployed = false }: Extract<Edit, { type: 'renameNode' }>,
  registry: Registry,
): Changes {
  if (from === to) return fits([]);
  if (!isTaken(document, from)) return refused(`There is no such node any more: ${from}`);
  const problem = idProblem(to, (id) => isTaken(document, id));
  if (problem !== undefined) return refused(problem);
  // A node may stand in environments only.
  const places = [...(hasNode(document, from) ? [['nodes', from]] : []), ...patchesOf(document, from)];
  const formerly: JsonPath = [...(places[0] ?? []), 'formerly'];
  return fits([
    ...mentions(document, registry)
      .filter(({ id }) => id === from)
      .map(({ path }): JsonChange => ({ op: 'set', path, value: to })),
    // By it what is in the account is found under the new id. Back under its old id, a node needs none.
    ...(deployed
      ? [{ op: 'set', path: formerly, value: from } as const]
      : valueAt(document, formerly) === to
        ? [{ op: 'remove', path: formerly } as const]
        : []),
    ...places.map((path): JsonChange => ({ op: 'rename', path, key: to })),
    ...(valueAt(document, ['layout', from]) === undefined
      ? []
      : [{ op: 'rename', path: ['layout', from], key: to } as const]),
  ]);
}

function setField(
  document: JsonValue,
  target: FieldTarget,
  path: JsonPath,
  value: JsonValue | undefined,
): Changes {
  const base = placeOf(document, target);
  if (!base.ok) return base;
  const full = [...base.value, ...path];
  if (full.length === 0) return refused('A topology is not replaced as a whole. Name a field of it.');
  if (isNewerVersion(full, value)) return refused(NEWER_VERSION);
  if (value !== undefined) return fits([{ op: 'set', path: full, value }]);
  return valueAt(document, full) === undefined ? fits([]) : fits([{ op: 'remove', path: full }]);
}

function renameField(document: JsonValue, target: FieldTarget, path: JsonPath, key: string): Changes {
  const base = placeOf(document, target);
  if (!base.ok) return base;
  const full = [...base.value, ...path];
  if (full.length === 0) return refused('The topology as a whole has no key. Name a field of it.');
  if (path.at(-1) === key) return fits([]);
  if (valueAt(document, full) === undefined)
    return refused(`There is no such field any more: ${path.join('.')}`);
  if (isNewerVersion([...full.slice(0, -1), key], valueAt(document, full))) return refused(NEWER_VERSION);
  if (valueAt(document, [...full.slice(0, -1), key]) !== undefined) {
    return refused(`There is one of this name already: ${key}`);
  }
  return fits([{ op: 'rename', path: full, key }]);
}

const NEWER_VERSION =
  'This extension reads version 1 of the file; a later one is written by a later extension.';

/** Whether a field would make the file one that is not read any more, and so cannot be edited back. */
function isNewerVersion(path: JsonPath, value: JsonValue | undefined): boolean {
  return path.length === 1 && path[0] === 'version' && typeof value === 'number' && value > 1;
}

function batch(document: JsonValue, edits: readonly SingleEdit[], registry: Registry): Changes {
  const all: JsonChange[] = [];
  let current = document;
  for (const edit of edits) {
    const changes = changesOf(current, edit, registry);
    if (!changes.ok) return changes;
    all.push(...changes.value);
    current = applyChanges(current, changes.value);
  }
  return fits(all);
}

function placeOf(document: JsonValue, target: FieldTarget): EditResult<JsonPath> {
  if ('document' in target) return { ok: true, value: [] };
  if ('node' in target) {
    return hasNode(document, target.node)
      ? { ok: true, value: ['nodes', target.node] }
      : refused(`There is no such node any more: ${target.node}`);
  }
  const index = edgeIndex(document, target.edge);
  return index === undefined
    ? refused(`There is no such edge any more: ${target.edge.from} → ${target.edge.to}`)
    : { ok: true, value: ['edges', index] };
}

function hasNode(document: JsonValue, id: string): boolean {
  return valueAt(document, ['nodes', id]) !== undefined;
}

/** Edges and positions are shared by all environments, and so are the ids that they name. */
function isTaken(document: JsonValue, id: string): boolean {
  return hasNode(document, id) || patchesOf(document, id).length > 0;
}

function edgeIndex(document: JsonValue, { from, to, listener }: EdgeRef): number | undefined {
  const index = edgesOf(document).findIndex(
    (edge) =>
      memberOf(edge, 'from') === from &&
      memberOf(edge, 'to') === to &&
      (listener === undefined || (memberOf(edge, 'listener') ?? 80) === listener),
  );
  return index < 0 ? undefined : index;
}

function fits(value: readonly JsonChange[]): Changes {
  return { ok: true, value };
}

function refused(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
