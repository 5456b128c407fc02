import { useMemo } from 'react';
import { applyEdit } from '../../src/model/changes';
import type { Edit } from '../../src/model/edit';
import { isSameJson, pointer, valueAt, type JsonPath, type JsonValue } from '../../src/model/json';
import type { Problem } from '../../src/model/problem';
import { validate } from '../../src/model/validate';
import { useActions, useCanvas } from '../context';
import { isDraftOf } from '../drafts';
import type { Scope } from './scope';

/** Errors at a place of the file; of a container only what concerns it as a whole. The rest stands above the form. */
export function useProblems(scope: Scope, path: JsonPath, isLeaf = true): readonly Problem[] {
  const problems = useCanvas((canvas) => canvas.problems);
  const place = scope.place + pointer(path);
  return useMemo(
    () =>
      problems.filter(
        ({ severity, path: at }) =>
          severity === 'error' && (at === place || (isLeaf && at.startsWith(`${place}/`))),
      ),
    [problems, place, isLeaf],
  );
}

export interface TextField {
  readonly text: string;
  readonly errors: readonly string[];
  change(text: string): void;
  /** Writes what is typed. */
  commit(): void;
  /** Takes back what is typed. */
  cancel(): void;
}

/** A field that one types into: what is typed is a draft until it is written, and is judged as it is typed. */
export function useTextField(
  scope: Scope,
  path: JsonPath,
  shown: string,
  edit: (text: string) => Edit,
): TextField {
  const actions = useActions();
  const own = useCanvas((canvas) => (isDraftOf(canvas.draft, scope.target, path) ? canvas.draft : undefined));
  const topology = useCanvas((canvas) => canvas.topology);
  const registry = useCanvas((canvas) => canvas.registry);
  const known = useProblems(scope, path);
  const place = scope.place + pointer(path);
  const typed = useMemo(() => {
    if (!own) return undefined;
    if (!own.edit) return [];
    const result = applyEdit(topology.document, own.edit, registry);
    if (!result.ok) return [result.reason];
    return validate(result.value, registry)
      .filter((problem) => problem.severity === 'error')
      .filter((problem) => problem.path === place || problem.path.startsWith(`${place}/`))
      .map(({ message }) => message);
  }, [own, topology, registry, place]);
  return {
    text: own?.text ?? shown,
    errors: typed ?? known.map(({ message }) => message),
    change(text) {
      const wanted = edit(text);
      actions.type({
        target: scope.target,
        path,
        text,
        edit: text === shown || changesNothing(wanted, scope.raw) ? undefined : wanted,
      });
    },
    commit: actions.commit,
    cancel: () => void actions.dropDraft(),
  };
}

function changesNothing(edit: Edit, raw: JsonValue): boolean {
  return edit.type === 'setField' && isSameJson(valueAt(raw, edit.path), edit.value);
}
