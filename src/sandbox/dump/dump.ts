import { without, type Thing } from './thing';

/**
 * The account as text that is equal for equal accounts, byte by byte: members in order, no times, and in place of
 * each id what the thing is: its mark, else its name, else its place among its like.
 */
export function dumpOf(things: readonly Thing[]): string {
  const labels = labelsOf(things);
  const lines = things.map((thing) => {
    const shown = without(thing, 'aliases', ...(interchangeable.has(thing.type) ? (['id'] as const) : []));
    return replaceIds(canonical(shown), labels);
  });
  return `${lines.sort().join('\n')}\n`;
}

/** Nobody refers to these, so that nothing tells one from its like. */
const interchangeable = new Set(['AWS::EC2::NetworkInterface']);

/** Ids by length, the longest first, so that an ARN is replaced before the id inside it. */
type Labels = { readonly pattern: RegExp; readonly byId: ReadonlyMap<string, string> };

function labelsOf(things: readonly Thing[]): Labels {
  const byId = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const thing of things) {
    const label = `<${thing.type.replace('AWS::', '')} ${identityOf(thing)}`;
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    const name = count === 1 ? `${label}>` : `${label} ${count}>`;
    for (const id of [thing.id, ...thing.aliases]) byId.set(id, name);
  }
  const ids = [...byId.keys()].sort((a, b) => b.length - a.length);
  const escaped = ids.map((id) => id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { pattern: new RegExp(`(?<![\\w-])(?:${escaped.join('|')})(?![\\w-])`, 'g'), byId };
}

/** By what a person would know it again. */
function identityOf({ tags, description, name }: Thing): string {
  const mark = tags['ecs-topology:resource'];
  if (mark !== undefined) return `${tags['ecs-topology:stack'] ?? ''} ${mark}`;
  const [word, stack, , resource] = (description ?? '').split(' ');
  if (word === 'ecs-topology' && resource !== undefined) return `${stack} ${resource}`;
  return name ?? '';
}

function replaceIds(text: string, { pattern, byId }: Labels): string {
  return text.replace(pattern, (id) => byId.get(id) ?? id);
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
