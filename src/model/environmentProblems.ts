import type { SingleEdit } from './edit';
import { placeInFile } from './environment';
import { pathOf, pointer, valueAt, type JsonValue } from './json';
import type { Problem } from './problem';

/**
 * Puts what was found in an environment's document at its place in the file: into the patch where that says the value,
 * else into the base. The sentence names the environment, since the base may be right by itself.
 */
export function inFile(found: Problem, file: JsonValue, environment: string): Problem {
  const { fix, ...problem } = found;
  const edits = fix?.edits.map((edit) => ('edits' in edit ? undefined : movedEdit(edit, file, environment)));
  return {
    ...problem,
    environment,
    message: `In ${environment}: ${problem.message}`,
    path: pointer(placeInFile(file, environment, pathOf(problem.path))),
    ...(fix && edits?.every((edit) => edit !== undefined) ? { fix: { title: fix.title, edits } } : {}),
  };
}

/** Remedies are offered for what the patch itself says; of the base they would change what is right there. */
function movedEdit(edit: SingleEdit, file: JsonValue, environment: string): SingleEdit | undefined {
  if (edit.type !== 'setField' && edit.type !== 'renameField') return edit;
  const { target } = edit;
  if ('edge' in target) return edit;
  const here = [...('node' in target ? ['nodes', target.node] : []), ...edit.path];
  const path = placeInFile(file, environment, here);
  if (path[0] !== 'environments' || valueAt(file, path.slice(0, -1)) === undefined) return undefined;
  return { ...edit, target: { document: true }, path: [...path] };
}
