import { without, type Thing } from './thing';

/**
 * The account as text that is equal for equal accounts, byte by byte: members in order, no times, and in place of
 * each id what the thing is: its mark, else its name, and a number where several are alike.
 */
export function dumpOf(things: readonly Thing[]): string {
  const shown = things.map((thing) => ({ thing, text: canonical(without(thing, 'aliases')) }));
  const unnumbered = replacerOf(new Map(things.map((thing) => [thing, labelOf(thing)])));
  // Alike are numbered by what they show before there are numbers, so that the order in which they came is not seen.
  const inOrder = shown
    .map(({ thing, text }) => ({ thing, text: unnumbered(text) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
  const counts = new Map<string, number>();
  const numbered = new Map<Thing, string>();
  for (const { thing } of inOrder) {
    const label = labelOf(thing);
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    numbered.set(thing, count === 1 ? label : `${label} ${count}`);
  }
  const named = replacerOf(numbered);
  return `${shown
    .map(({ text }) => named(text))
    .sort()
    .join('\n')}\n`;
}

/** By what a person would know it again. */
function labelOf({ type, tags, description, name }: Thing): string {
  const kind = type.replace('AWS::', '');
  const mark = tags['ecs-topology:resource'];
  if (mark !== undefined) return `${kind} ${tags['ecs-topology:stack'] ?? ''} ${mark}`;
  const [word, stack, , resource] = (description ?? '').split(' ');
  if (word === 'ecs-topology' && resource !== undefined) return `${kind} ${stack} ${resource}`;
  return name === undefined ? kind : `${kind} ${name}`;
}

/** Puts the labels of things in place of their ids. */
function replacerOf(labels: ReadonlyMap<Thing, string>): (text: string) => string {
  const byId = new Map(
    [...labels].flatMap(([{ id, aliases }, label]) => [id, ...aliases].map((one) => [one, label] as const)),
  );
  // The longest first, so that an ARN is replaced before the id inside it.
  const ids = [...byId.keys()].sort((a, b) => b.length - a.length);
  const escaped = ids.map((id) => id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`(?<![\\w-])(?:${escaped.join('|')})(?![\\w-])`, 'g');
  return (text) => text.replace(pattern, (id) => `<${byId.get(id) ?? id}>`);
}

const time = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/** JSON with sorted members, sets and maps as lists, and no times. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member === 'string') return member.replace(time, '<time>');
    if (member instanceof Map) return Object.fromEntries([...(member as Map<string, unknown>)].sort(byKey));
    if (member instanceof Set) return [...(member as Set<string>)].sort();
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(byKey));
  });
}

function byKey([a]: readonly [unknown, unknown], [b]: readonly [unknown, unknown]): number {
  return String(a) < String(b) ? -1 : 1;
}
