import type { Problem } from '../../src/model/problem';

/** Errors and warnings by what shows them; what is only good to know stands in the inspector. */
export interface ProblemIndex {
  readonly byNode: ReadonlyMap<string, readonly Problem[]>;
  /** By the place of an edge in the file. */
  readonly byEdge: ReadonlyMap<number, readonly Problem[]>;
}

export function indexProblems(problems: readonly Problem[]): ProblemIndex {
  const byNode = new Map<string, Problem[]>();
  const byEdge = new Map<number, Problem[]>();
  for (const problem of problems) {
    if (problem.severity === 'info') continue;
    if (problem.node !== undefined) add(byNode, problem.node, problem);
    const [, edge] = /^\/edges\/(\d+)(?:\/|$)/.exec(problem.path) ?? [];
    if (edge !== undefined) add(byEdge, Number(edge), problem);
  }
  return { byNode, byEdge };
}

function add<K>(lists: Map<K, Problem[]>, key: K, problem: Problem): void {
  const list = lists.get(key);
  if (list) list.push(problem);
  else lists.set(key, [problem]);
}
