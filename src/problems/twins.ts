import type { LocatedProblem } from '../model/checkText';
import type { OwnedStack } from '../model/stack';
import { locate, parseText } from '../model/text/parse';

/** A topology of the workspace and the stacks that it may own. */
export interface FileStacks {
  /** Tells files apart. */
  readonly key: string;
  readonly file: string;
  readonly stacks: readonly OwnedStack[];
}

/** Two files of one stack would own it in turns, each deleting what the other made. */
export function twinProblems(text: string, key: string, files: readonly FileStacks[]): LocatedProblem[] {
  const own = files.find((file) => file.key === key);
  const parsed = parseText(text);
  if (!own || !parsed.ok) return [];
  for (const stack of own.stacks) {
    const twin = files.find((file) => file !== own && file.stacks.some((other) => areOne(stack, other)));
    if (!twin) continue;
    const { environment } = stack;
    const path = environment === undefined ? '/name' : `/environments/${environment}`;
    const place = locate(parsed.tree, path);
    const atKey = environment !== undefined && place.keyOffset !== undefined;
    // The name is what the base and all environments share: one problem says it for all of them.
    return [
      {
        severity: 'error',
        code: 'duplicate-stack',
        message: `${twin.file} owns the stack ${stack.stack} too, and would deploy over this one. Give one of the two files another name.`,
        path,
        offset: atKey ? (place.keyOffset ?? place.offset) : place.offset,
        length: atKey ? (place.keyLength ?? place.length) : place.length,
      },
    ];
  }
  return [];
}

/** A stack is unique in its account and region; where a file names neither, both may be any. */
function areOne(a: OwnedStack, b: OwnedStack): boolean {
  const mayBeEqual = (member: 'account' | 'region') =>
    a[member] === undefined || b[member] === undefined || a[member] === b[member];
  return a.stack === b.stack && mayBeEqual('account') && mayBeEqual('region');
}
