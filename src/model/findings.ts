import type { Finding, Refusals } from '../kinds/kind';
import type { FieldTarget } from './edit';
import { isObject, pointer, type JsonPath, type JsonValue } from './json';
import type { Problem } from './problem';
import type { TopologyEdge, TopologyNode } from './topology';

/** Where a finding stands: its place in the file, and the node that shows it. */
export interface Place {
  readonly path: JsonPath;
  readonly node?: string;
  readonly target: FieldTarget;
}

export const DOCUMENT: Place = { path: [], target: { document: true } };

export function placeOfNode({ id }: Pick<TopologyNode, 'id'>): Place {
  return { path: ['nodes', id], node: id, target: { node: id } };
}

/** An edge's problems show on the node that it leaves. */
export function placeOfEdge(edge: TopologyEdge): Place {
  return { path: ['edges', edge.index], node: edge.from, target: { edge: edge.ref } };
}

/** Puts a finding at its place in the file; its fix becomes an edit. */
export function problem(place: Place, { severity, code, message, path, fix }: Finding): Problem {
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

/** Members that have no place here for a reason of their own. */
export function refusedMembers(place: Place, raw: JsonValue, refuses: Refusals = {}): Problem[] {
  if (!isObject(raw)) return [];
  return Object.entries(refuses).flatMap(([name, why]) =>
    Object.hasOwn(raw, name)
      ? [
          problem(place, {
            ...why,
            severity: 'error',
            path: [name],
            fix: { title: `Remove ${name}`, path: [name] },
          }),
        ]
      : [],
  );
}

/** A member that nobody knows; where another was probably meant, the fix renames it. */
export function strangerProblem(place: Place, path: JsonPath, meant: string | undefined): Problem {
  const name = String(path.at(-1));
  const told = problem(place, {
    severity: 'warning',
    code: 'unknown-member',
    message: `${name} is not known here${meant === undefined ? ', and has no effect.' : `. Did you mean ${meant}?`}`,
    path,
    fix: { title: `Remove ${name}`, path },
  });
  if (meant === undefined) return told;
  return {
    ...told,
    fix: {
      title: `Rename to ${meant}`,
      edits: [{ type: 'renameField', target: place.target, path: [...path], key: meant }],
    },
  };
}
