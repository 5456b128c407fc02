import type { LocatedProblem } from '../model/checkText';
import { locate, parseText } from '../model/text/parse';

/** A topology of the workspace and the stack that it names. */
export interface NamedStack {
  /** Tells files apart. */
  readonly key: string;
  readonly file: string;
  readonly name: string;
}

/** Two files of one name would own one stack in turns, each deleting what the other made. */
export function twinProblems(text: string, key: string, stacks: readonly NamedStack[]): LocatedProblem[] {
  const own = stacks.find((stack) => stack.key === key);
  const twin = own && stacks.find((stack) => stack.key !== key && stack.name === own.name);
  const parsed = parseText(text);
  if (!twin || !parsed.ok) return [];
  const { offset, length } = locate(parsed.tree, '/name');
  return [
    {
      severity: 'error',
      code: 'duplicate-stack',
      message: `${twin.file} is called ${twin.name} too, and would deploy over this one. Give one of the two another name.`,
      path: '/name',
      offset,
      length,
    },
  ];
}
