import type { Registry } from '../kinds/index';
import { applyEdit, idProblem, type EditResult } from './changes';
import type { Edit, EdgeRef, SingleEdit } from './edit';
import { environmentsOf, inEnvironment, isPatched, isReplaced, nodesOfAll } from './environment';
import { applyChanges, isObject, isSameJson, memberOf, valueAt, type JsonPath, type JsonValue } from './json';
import { edgesOf, mentions } from './mentions';

/**
 * An edit of an environment's document as an edit of the file: fields and nodes go into its merge patch, and out of it
 * again where they say what the base says; wires, positions and ids are the base's, shared by all.
 */
export function editOfFile(
  file: JsonValue,
  environment: string,
  edit: Edit,
  registry: Registry,
): EditResult<Edit> {
  const parts = edit.type === 'batch' ? edit.edits : [edit];
  const edits: SingleEdit[] = [];
  let current = file;
  for (const part of parts) {
    const translated = inFile(current, environment, part, registry);
    if (!translated.ok) return translated;
    const after = applyEdit(current, { type: 'batch', edits: [...translated.value] }, registry);
    if (!after.ok) return after;
    edits.push(...translated.value);
    current = after.value;
  }
  const [only, ...others] = edits;
  return { ok: true, value: only && others.length === 0 ? only : { type: 'batch', edits } };
}

function inFile(
  file: JsonValue,
  environment: string,
  edit: SingleEdit,
  registry: Registry,
): EditResult<readonly SingleEdit[]> {
  const write = (path: JsonPath, value: JsonValue | undefined) =>
    fits(written(file, environment, path, value));
  switch (edit.type) {
    case 'connect':
    case 'move':
    case 'renameNode':
      return fits([edit]);
    case 'remove':
      return removal(file, environment, edit, registry);
    case 'addNode': {
      const problem = idProblem(edit.id, (id) => nodesOfAll(file).has(id));
      if (problem !== undefined) return refused(problem);
      const added = written(file, environment, ['nodes', edit.id], edit.node);
      return fits([...added, ...(edit.position ? [setInFile(['layout', edit.id], edit.position)] : [])]);
    }
    case 'setField':
    case 'renameField': {
      const place = placeOf(edit);
      if (!place) return fits([edit]);
      const here = inEnvironment(file, environment);
      if ('node' in edit.target && valueAt(here, ['nodes', edit.target.node]) === undefined) {
        return refused(`There is no such node in ${environment} any more: ${edit.target.node}`);
      }
      if (edit.type === 'setField') return write(place, edit.value);
      return renamed(file, environment, place, edit.key);
    }
  }
}

/** Where a field stands in an environment's document; undefined for one that all environments share. */
function placeOf({ target, path }: Extract<SingleEdit, { path: unknown }>): JsonPath | undefined {
  if ('edge' in target) return undefined;
  const place = 'node' in target ? ['nodes', target.node, ...path] : path;
  return isPatched(place) ? place : undefined;
}

/** The edit of a patch after which the environment has a value at a path; none where it has it already. */
function written(
  file: JsonValue,
  environment: string,
  path: JsonPath,
  value: JsonValue | undefined,
): SingleEdit[] {
  const here = inEnvironment(file, environment);
  if (isSameJson(valueAt(here, path), value)) return [];
  const unit = unitOf(file, here, environment, path);
  const change =
    value === undefined ? ({ op: 'remove', path } as const) : { op: 'set' as const, path, value };
  const wanted = valueAt(applyChanges(here, [change]), unit);
  const base = valueAt(file, unit);
  const inPatch = (place: JsonPath) => ['environments', environment, ...place];
  const said = valueAt(file, inPatch(unit));
  if (isSameJson(wanted, base)) {
    return said === undefined ? [] : [setInFile(emptied(file, inPatch(unit)), undefined)];
  }
  // It is said whole there, so that a change of a part of it is one of that part.
  if (unit.length < path.length && typeof said === 'object' && said !== null) {
    return [setInFile(inPatch(path), value)];
  }
  return [setInFile(inPatch(unit), difference(base, wanted, unit))];
}

/** How much of a path a patch can only say as one: a list, what is replaced whole, and what it says with one word. */
function unitOf(file: JsonValue, here: JsonValue, environment: string, path: JsonPath): JsonPath {
  for (let depth = 1; depth < path.length; depth += 1) {
    const above = path.slice(0, depth);
    const said = valueAt(file, ['environments', environment, ...above]);
    const isWhole =
      isReplaced(above) || Array.isArray(valueAt(here, above)) || typeof path[depth] === 'number';
    if (isWhole || (said !== undefined && !isObject(said))) return above;
  }
  return path;
}

/** The merge patch that makes one value of another; null takes away. */
function difference(from: JsonValue | undefined, to: JsonValue | undefined, path: JsonPath): JsonValue {
  if (to === undefined) return null;
  if (!isObject(to) || !isObject(from) || isReplaced(path)) return to;
  const changed = Object.entries(to).filter(([key, value]) => !isSameJson(value, memberOf(from, key)));
  const gone = Object.keys(from).filter((key) => memberOf(to, key) === undefined);
  return Object.fromEntries([
    ...changed.map(([key, value]): [string, JsonValue] => [
      key,
      difference(memberOf(from, key), value, [...path, key]),
    ]),
    ...gone.map((key): [string, JsonValue] => [key, null]),
  ]);
}

/** What to remove with a member, so that no empty object stays; the environment itself does. */
function emptied(file: JsonValue, path: JsonPath): JsonPath {
  const above = path.slice(0, -1);
  const holder = valueAt(file, above);
  const isLast = above.length > 2 && isObject(holder) && Object.keys(holder).length === 1;
  return isLast ? emptied(file, above) : path;
}

function renamed(
  file: JsonValue,
  environment: string,
  path: JsonPath,
  key: string,
): EditResult<readonly SingleEdit[]> {
  const above = path.slice(0, -1);
  const last = path.at(-1);
  const holder = valueAt(inEnvironment(file, environment), above);
  if (last === key) return fits([]);
  if (!isObject(holder) || last === undefined || memberOf(holder, last) === undefined) {
    return refused(`There is no such field any more: ${path.slice(2).join('.')}`);
  }
  if (memberOf(holder, key) !== undefined) return refused(`There is one of this name already: ${key}`);
  const members = Object.entries(holder).map(([name, value]): [string, JsonValue] => [
    name === last ? key : name,
    value,
  ]);
  return fits(written(file, environment, above, Object.fromEntries(members)));
}

/** Takes nodes away here. One that was only here is gone for good, with its wires and its place. */
function removal(
  file: JsonValue,
  environment: string,
  { nodes, edges }: Extract<SingleEdit, { type: 'remove' }>,
  registry: Registry,
): EditResult<readonly SingleEdit[]> {
  const here = inEnvironment(file, environment);
  const missing = nodes.find((id) => valueAt(here, ['nodes', id]) === undefined);
  if (missing !== undefined) return refused(`There is no such node in ${environment} any more: ${missing}`);
  const others = [undefined, ...environmentsOf(file)].filter((other) => other !== environment);
  const isElsewhere = (id: string) =>
    others.some((other) => valueAt(inEnvironment(file, other), ['nodes', id]) !== undefined);
  const gone = new Set<unknown>(nodes);
  const lost = nodes.filter((id) => !isElsewhere(id));
  const dangling = edgesOf(file).flatMap((edge): EdgeRef[] => {
    const [from, to, listener] = ['from', 'to', 'listener'].map((key) => memberOf(edge, key));
    const isLost = lost.some((id) => id === from || id === to);
    if (!isLost || typeof from !== 'string' || typeof to !== 'string') return [];
    return [{ from, to, ...(typeof listener === 'number' && { listener }) }];
  });
  const unnamed = mentions(here, registry).filter(
    ({ path, id }) => path[0] === 'nodes' && gone.has(id) && !gone.has(path[1]),
  );
  // One after the other: what each leaves empty depends on those before.
  const paths = [...unnamed.map(({ path }) => path), ...nodes.map((id) => ['nodes', id])];
  const taken: SingleEdit[] = [];
  let current = file;
  for (const path of paths) {
    const change = written(current, environment, path, undefined);
    const after = applyEdit(current, { type: 'batch', edits: change }, registry);
    if (!after.ok) return after;
    taken.push(...change);
    current = after.value;
  }
  const wires = [...edges, ...dangling];
  return fits([
    ...(wires.length > 0 ? [{ type: 'remove' as const, nodes: [], edges: wires }] : []),
    ...taken,
    ...lost
      .filter((id) => valueAt(file, ['layout', id]) !== undefined)
      .map((id) => setInFile(['layout', id], undefined)),
  ]);
}

function setInFile(path: JsonPath, value: JsonValue | undefined): SingleEdit {
  return {
    type: 'setField',
    target: { document: true },
    path: [...path],
    ...(value === undefined ? {} : { value }),
  };
}

function fits(value: readonly SingleEdit[]): EditResult<readonly SingleEdit[]> {
  return { ok: true, value };
}

function refused(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
