import fc from 'fast-check';
import type { JsonChange, JsonPath } from '../../../../src/model/json';

/**
 * Documents in which it is plain whose each comment is: `of` names the members with which it goes, from the outermost
 * to the one it is attached to.
 */
export interface Commented {
  readonly text: string;
  readonly root: Entry;
  readonly comments: readonly { readonly text: string; readonly of: readonly number[] }[];
}

/** A member; containers have `entries`, of which those of an array have no key. */
export interface Entry {
  readonly id: number;
  readonly key: string | undefined;
  readonly entries: Entry[] | undefined;
}

interface Look {
  readonly isArray: boolean;
  readonly children: readonly Look[] | undefined;
  readonly ownLine: boolean;
  /** A comment above with a blank line between. */
  readonly detached: boolean;
  readonly above: number;
  readonly before: boolean;
  readonly inside: boolean;
  readonly beforeComma: boolean;
  readonly behind: 'none' | 'line' | 'block';
  readonly atBracket: boolean;
  readonly atEnd: boolean;
}

const look = fc.letrec<{ look: Look }>((tie) => ({
  look: fc.record({
    isArray: fc.boolean(),
    children: fc.oneof(
      { depthSize: 'small' },
      fc.constant(undefined),
      fc.array(tie('look'), { minLength: 1, maxLength: 4 }),
    ),
    ownLine: fc.boolean(),
    detached: fc.boolean(),
    above: fc.nat({ max: 2 }),
    before: fc.boolean(),
    inside: fc.boolean(),
    beforeComma: fc.boolean(),
    behind: fc.constantFrom('none', 'line', 'block'),
    atBracket: fc.boolean(),
    atEnd: fc.boolean(),
  }),
})).look;

export const commented: fc.Arbitrary<Commented> = fc
  .record({
    looks: fc.array(look, { minLength: 1, maxLength: 4 }),
    shell: look,
    eol: fc.constantFrom('\n', '\r\n'),
    unit: fc.constantFrom('  ', '\t'),
    trailing: fc.boolean(),
  })
  .map(({ looks, shell, eol, unit, trailing }) => {
    const comments: { text: string; of: readonly number[] }[] = [];
    let id = 0;
    const note = (of: readonly number[], kind: 'line' | 'block' = 'block') => {
      const text = `comment ${comments.length}.`;
      comments.push({ text, of });
      return kind === 'line' ? `// ${text}` : `/* ${text} */`;
    };

    const print = (
      part: Look,
      chain: readonly number[],
      indent: string,
    ): { text: string; entries?: Entry[] } => {
      const children = part.children;
      if (!children) return { text: String(chain.at(-1)) };
      const entries: Entry[] = [];
      const inner = indent + unit;
      let text = part.isArray ? '[' : '{';
      if (part.atBracket && children[0]?.ownLine) text += ` ${note(chain, 'line')}`;
      let endsInLine = false;
      for (const [index, child] of children.entries()) {
        const next = children[index + 1];
        const own = [...chain, ++id];
        if (child.ownLine) {
          text += eol;
          if (child.detached) text += `${inner}${note(chain, 'line')}${eol}${eol}`;
          for (let line = 0; line < child.above; line++)
            text += inner + note(own, line ? 'line' : 'block') + eol;
        }
        text += child.ownLine ? inner : ' ';
        if (child.before) text += `${note(own)} `;
        const key = part.isArray ? undefined : `k${own.at(-1)}`;
        if (key) text += `"${key}"${child.inside ? note(own) : ''}: `;
        const entry = own.at(-1) ?? 0;
        const value = print(child, own, child.ownLine ? inner : indent);
        text += value.text;
        entries.push({ id: entry, key, entries: value.entries });
        if (child.beforeComma) text += ` ${note(own)}`;
        if (next || trailing) text += ',';
        const kind = next && !next.ownLine ? 'none' : child.behind;
        if (kind !== 'none') text += ` ${note(own, kind)}`;
        endsInLine = kind === 'line';
      }
      if (part.atEnd) text += `${eol}${inner}${note(chain, 'line')}`;
      text += endsInLine || part.atEnd || part.ownLine ? eol + indent : ' ';
      return { text: text + (part.isArray ? ']' : '}'), entries };
    };
    const { text, entries } = print({ ...shell, children: looks, isArray: false }, [], '');
    return { text, root: { id: 0, key: undefined, entries }, comments };
  });

/** Every member with its path, outer ones first. */
export function membersOf(
  entry: Entry,
  path: JsonPath = [],
): { entry: Entry; siblings: Entry[]; path: JsonPath }[] {
  const siblings = entry.entries ?? [];
  return siblings.flatMap((child, index) => {
    const own = [...path, child.key ?? index];
    return [{ entry: child, siblings, path: own }, ...membersOf(child, own)];
  });
}

/** Makes the change that an action and a number mean, and keeps the entries in step. */
export function act(root: Entry, action: 'remove' | 'set' | 'add', pick: number): JsonChange | undefined {
  const members = membersOf(root);
  const member = members[pick % Math.max(members.length, 1)];
  if (!member) return undefined;
  const { entry, siblings, path } = member;
  if (action === 'remove') {
    siblings.splice(siblings.indexOf(entry), 1);
    return { op: 'remove', path };
  }
  if (action === 'add') {
    const added = { id: -1, key: entry.key && `added${siblings.length}.${pick}`, entries: undefined };
    siblings.push(added);
    return {
      op: 'set',
      path: [...path.slice(0, -1), added.key ?? siblings.length - 1],
      value: { new: [pick] },
    };
  }
  if (entry.entries) return undefined;
  return { op: 'set', path, value: `set ${pick}` };
}
