import { ENVIRONMENT_PATTERN } from '../kinds/names';
import { anyOf } from '../kinds/words';
import { isObject, memberOf, valueAt, type JsonObject, type JsonPath, type JsonValue } from './json';
import { mergePatch } from './mergePatch';

/** Members of the file that an environment may change; whatever else its patch says has no effect. */
const PATCHED: readonly JsonPath[number][] = ['account', 'region', 'network', 'nodes'];

/** The environments of a file, in its order; what has no proper name or is no object is none. */
export function environmentsOf(file: JsonValue | undefined): string[] {
  const environments = memberOf(file, 'environments');
  return (isObject(environments) ? Object.entries(environments) : [])
    .filter(([name, patch]) => ENVIRONMENT_PATTERN.test(name) && isObject(patch))
    .map(([name]) => name);
}

/** What is wrong with the name of an environment, in a sentence; undefined for a right one. */
export function environmentNameProblem(name: string): string | undefined {
  return ENVIRONMENT_PATTERN.test(name)
    ? undefined
    : `An environment has lower-case letters and digits, begins with a letter and is at most 12 long: ${name}`;
}

/** Why an environment that was asked for is not there, in a sentence; undefined where it is. */
export function missingEnvironment(file: JsonValue | undefined, name: string): string | undefined {
  const known = environmentsOf(file);
  if (known.includes(name)) return undefined;
  if (valueAt(file, ['environments', name]) !== undefined) {
    return `The environment ${name} cannot be used until its name and its changes are mended in the file.`;
  }
  return known.length === 0
    ? `The file has no environments, so there is none called ${name}.`
    : `There is no environment ${name}. Name ${anyOf(known)}.`;
}

/**
 * The document as an environment has it: its merge patch (RFC 7396) over account, region, network and nodes of the file.
 * `network` and a node's `auth` are replaced whole, because what they may say depends on which form they have. Without
 * an environment it is the file itself, the base.
 */
export function inEnvironment(file: JsonValue, environment: string | undefined): JsonValue {
  if (environment === undefined || !isObject(file)) return file;
  const changes = Object.entries(patchOf(file, environment)).filter(([key]) => PATCHED.includes(key));
  const base = Object.entries(file).filter(([key]) => key !== 'environments');
  return mergePatch(Object.fromEntries(base), Object.fromEntries(changes), isReplaced);
}

/** Nodes whose name the environment itself sets, by id. */
export function namedIn(file: JsonValue, environment: string | undefined): ReadonlySet<string> {
  const nodes = environment === undefined ? undefined : memberOf(patchOf(file, environment), 'nodes');
  const changed = isObject(nodes) ? Object.entries(nodes) : [];
  return new Set(changed.filter(([, node]) => typeof memberOf(node, 'name') === 'string').map(([id]) => id));
}

/**
 * Nodes that the file has in its base or in an environment. What one of them lacks and another has is left out of its
 * drawing; what none has was never drawn.
 */
export function nodesOfAll(file: JsonValue): ReadonlySet<string> {
  return new Set(
    [file, ...environmentsOf(file).map((name) => patchOf(file, name))].flatMap((one) => {
      const nodes = memberOf(one, 'nodes');
      return (isObject(nodes) ? Object.entries(nodes) : [])
        .filter(([, node]) => isObject(node))
        .map(([id]) => id);
    }),
  );
}

/** Where in the file the value stands that an environment's document has at a path: in its patch or in the base. */
export function placeInFile(file: JsonValue, environment: string, path: JsonPath): JsonPath {
  return isPatched(path) && isSaidBy(patchOf(file, environment), file, path)
    ? ['environments', environment, ...path]
    : path;
}

/** Whether an environment may change what stands at a path of the file. */
export function isPatched([member]: JsonPath): boolean {
  return member !== undefined && PATCHED.includes(member);
}

function isSaidBy(patch: JsonObject, file: JsonValue, path: JsonPath): boolean {
  let said: JsonValue = patch;
  for (const [depth, key] of path.entries()) {
    // Null, a value or a list: it stands for whatever is below.
    if (!isObject(said)) return true;
    const next = memberOf(said, key);
    if (next === undefined) {
      const above = path.slice(0, depth);
      return isReplaced(above) || !isObject(valueAt(file, above));
    }
    said = next;
  }
  return true;
}

/** Whether what stands at a path, or around it, is replaced whole by a patch. */
export function isReplaced([member, , field]: JsonPath): boolean {
  return member === 'network' || (member === 'nodes' && field === 'auth');
}

function patchOf(file: JsonValue, environment: string): JsonObject {
  const patch = valueAt(file, ['environments', environment]);
  return isObject(patch) ? patch : {};
}
