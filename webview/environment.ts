import { inEnvironment, placeInFile } from '../src/model/environment';
import { memberOf, pathOf, pointer, valueAt, type JsonPath, type JsonValue } from '../src/model/json';
import type { Problem } from '../src/model/problem';

/**
 * The problems of what is shown, at the places where it has them: of the base its own, of an environment those found
 * there and those of the base that it does not put right.
 */
export function problemsShown(
  problems: readonly Problem[],
  file: JsonValue,
  environment: string | undefined,
): readonly Problem[] {
  if (environment === undefined) return problems.filter((problem) => problem.environment === undefined);
  const here = inEnvironment(file, environment);
  const isGone = (id: string | undefined) =>
    id !== undefined &&
    valueAt(file, ['nodes', id]) !== undefined &&
    valueAt(here, ['nodes', id]) === undefined;
  const prefix = pointer(['environments', environment]);
  return problems.flatMap((problem): Problem[] => {
    if (problem.environment === environment)
      return [{ ...problem, path: withoutPrefix(problem.path, prefix) }];
    if (problem.environment !== undefined || isGone(problem.node)) return [];
    return placeShown(file, environment, problem.path) === problem.path ? [problem] : [];
  });
}

/** Where in the file that stands which the canvas shows at a place. */
export function placeShown(file: JsonValue, environment: string | undefined, place: string): string {
  if (environment === undefined) return place;
  return pointer(placeInFile(file, environment, typed(file, pathOf(place))));
}

/** A pointer does not tell indexes from names; what it leads through does. */
function typed(file: JsonValue, path: readonly string[]): JsonPath {
  let value: JsonValue | undefined = file;
  return path.map((segment) => {
    const key = Array.isArray(value) ? Number(segment) : segment;
    value = memberOf(value, key);
    return key;
  });
}

function withoutPrefix(path: string, prefix: string): string {
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}
