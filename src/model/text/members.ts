import type { JsonValue } from '../json';
import { expanded, fitted, isNested, oneLine, PLAIN_COLON, type Style } from './print';
import {
  indentOf,
  isBreak,
  isComment,
  isOneLine,
  syntaxOf,
  type Container,
  type Member,
  type Trivia,
  type Value,
} from './syntax';
import { treeOf } from './parse';

/** Where a value stands. */
export interface Place {
  readonly style: Style;
  /** Indentation of the line on which the value begins. */
  readonly indent: string;
  /** Length of its path: 0 for the document itself. */
  readonly depth: number;
  /** Whether it begins its line, so that it may take several. */
  readonly ownLine: boolean;
}

/** Place of the value of a member of a container that stands at `place`. */
export function placeOf(member: Member, { style, indent, depth }: Place): Place {
  const own = indentOf(member.lead);
  return { style, indent: own ?? indent, depth: depth + 1, ownLine: own !== undefined };
}

/** New text for a value beside the other members of its container, `used` columns into the line. */
export function printed(value: JsonValue, used: number, place: Place, siblings: readonly Member[]): Value {
  const { style, indent, depth, ownLine } = place;
  // What the document itself holds (nodes, edges, layout) has one thing a line.
  const isTable = depth === 1 && isNested(value) && Object.values<JsonValue>(value).some(isNested);
  const others = siblings.map((member) => member.value).filter((other) => isRecord(other));
  const alwaysBroken = isRecordData(value) && others.length > 0 && !others.some(isOneLine);
  if (!ownLine) return fresh(oneLine(value, style));
  return fresh(isTable || alwaysBroken ? expanded(value, style, indent) : fitted(value, style, indent, used));
}

/** Adds a member (an element where `key` is undefined) in the style of its siblings; `place` is the container's. */
export function insertMember(
  container: Container,
  index: number,
  key: string | undefined,
  value: JsonValue,
  place: Place,
): void {
  const { style } = place;
  const siblings = container.members;
  const sibling = siblings[Math.min(index, siblings.length - 1)];
  const siblingColon = sibling?.colon?.text;
  const colon = siblingColon !== undefined && PLAIN_COLON.test(siblingColon) ? siblingColon : style.colon;
  const name = key === undefined ? undefined : JSON.stringify(key);

  const { lead, comma } = sibling ? beside(container, index, place) : within(container, value, place);
  const member: Member = {
    lead,
    key: key === undefined || name === undefined ? undefined : { name: key, piece: { text: name } },
    colon: name === undefined ? undefined : { text: colon },
    value: { type: 'scalar', piece: { text: '' }, data: null },
    gap: [],
    comma,
    behind: [],
  };
  const at = placeOf(member, place);
  const used = at.indent.length + (name === undefined ? 0 : name.length + colon.length);
  member.value = printed(value, used, at, siblings);
  siblings.splice(index, 0, member);
}

/**
 * Takes out a member with its comma (the one before, if it was the last), the comments directly above it and those
 * behind it on its line.
 */
export function removeMember(container: Container, index: number): void {
  const member = container.members[index];
  if (!member) return;
  container.members.splice(index, 1);
  const previous = container.members[index - 1];
  const next = container.members[index];

  if (!member.comma && previous) {
    previous.comma = undefined;
    if (!previous.gap.some(isComment)) previous.gap = [];
  }
  const right = [...ownLinesOf(member.gap), ...(next ? next.lead : container.tail)];
  const joined = join(member.lead, right, next !== undefined, previous?.behind ?? []);
  if (next) next.lead = joined;
  else container.tail = container.members.length > 0 || joined.some(isComment) ? joined : [];
}

/** Blanks and comma of a new member at `index` of a container that has others. */
function beside(container: Container, index: number, place: Place): Pick<Member, 'lead' | 'comma'> {
  const { style } = place;
  const { members } = container;
  const next = members[index];
  if (next) {
    const indent = indentOf(next.lead);
    const end = next.lead.findIndex(isBreak);
    const before = indent === undefined ? blanksOf(next.lead) : next.lead.slice(0, end);
    next.lead =
      indent === undefined ? [...blank(style.gap), ...withoutBlanks(next.lead)] : next.lead.slice(end);
    return {
      lead: indent === undefined ? before : [...before, ...newLine(style, indent)],
      comma: { text: ',' },
    };
  }
  const last = members.at(-1);
  if (!last) throw new Error('There is no member to stand beside.');
  const trailing = last.comma && { text: ',' };
  const indent = indentOf(last.lead) ?? (endsOpen(last.behind) ? place.indent + style.unit : undefined);
  if (indent === undefined && last.behind.length > 0) {
    // On one line the comment behind the last member would become one before the new: it goes before the comma.
    last.gap.push(...last.behind);
    last.behind = [];
    last.comma = undefined;
  }
  last.comma ??= { text: ',' };
  const isAlike = members.length > 1 && last.lead.every(({ kind }) => kind === 'blank');
  const gap = isAlike ? last.lead.map(({ text }) => text).join('') : style.gap;
  return { lead: indent === undefined ? blank(gap) : newLine(style, indent), comma: trailing };
}

/** Blanks of the first member of a container; its comments stay after it, so that removing it leaves them. */
function within(container: Container, value: JsonValue, place: Place): Pick<Member, 'lead' | 'comma'> {
  const { style, indent, depth, ownLine } = place;
  const { tail } = container;
  const inner = newLine(style, indent + style.unit);
  const pad = container.type === 'object' ? style.pad : '';
  const first = tail.findIndex(isBreak);
  if (first >= 0) {
    const isBare = !tail.some(isComment);
    container.tail = tail.slice(isBare ? tail.findLastIndex(isBreak) : first);
    return { lead: [...(isBare ? [] : tail.slice(0, first)), ...inner], comma: undefined };
  }
  if (tail.some(isComment)) {
    container.tail = blank(pad);
    return { lead: [...tail, ...(tail.at(-1)?.kind === 'blank' ? [] : blank(style.gap))], comma: undefined };
  }
  const broken = ownLine && (depth === 0 || (depth === 1 && isNested(value)));
  container.tail = broken ? newLine(style, indent) : blank(pad);
  return { lead: broken ? inner : blank(pad), comma: undefined };
}

/** What is left between the neighbours of a removed member. */
function join(lead: Trivia[], right: Trivia[], hasNext: boolean, behind: Trivia[]): Trivia[] {
  const from = attachedFrom(lead);
  const left = lead.slice(0, from);
  const own = lead.slice(from);
  if (right.find(({ kind }) => kind !== 'blank')?.kind === 'break') return [...left.slice(0, -1), ...right];
  // The bracket comes up to the line before, unless a comment would swallow it.
  if (!hasNext && !endsOpen([...behind, ...left.slice(0, -1)])) return [...left.slice(0, -1), ...right];
  return [...left, ...blanksOf(own), ...withoutBlanks(right)];
}

/** Index of the first token that goes with the member: its line and the comment lines touching it. */
function attachedFrom(lead: readonly Trivia[]): number {
  let from = lead.findLastIndex(isBreak) + 1;
  while (from > 0) {
    const above = lead.slice(0, from - 1).findLastIndex(isBreak);
    // The first line is behind a bracket or a comma and does not belong to the member.
    if (above < 0 || !lead.slice(above + 1, from - 1).some(isComment)) break;
    from = above + 1;
  }
  return from;
}

/** Comments between a value and a comma further down, from the first line break on. */
function ownLinesOf(gap: Trivia[]): Trivia[] {
  const lines = gap.slice(Math.max(gap.findIndex(isBreak), 0));
  return gap.some(isBreak) && lines.some(isComment) ? lines : [];
}

/** Whether what comes next on the line would become part of a comment. */
function endsOpen(trivia: readonly Trivia[]): boolean {
  return trivia.findLast(({ kind }) => kind !== 'blank')?.kind === 'lineComment';
}

function isRecord(value: Value): boolean {
  return (
    value.type !== 'scalar' && value.members.some((member) => member.key || member.value.type !== 'scalar')
  );
}

function isRecordData(value: JsonValue): boolean {
  return isNested(value) && (!Array.isArray(value) || value.some(isNested));
}

function fresh(text: string): Value {
  const { tree } = treeOf(text);
  if (!tree) throw new Error('Printed text does not parse.');
  return syntaxOf(text, tree, false);
}

function newLine(style: Style, indent: string): Trivia[] {
  return [{ kind: 'break', text: style.eol }, ...blank(indent)];
}

function blank(text: string): Trivia[] {
  return text === '' ? [] : [{ kind: 'blank', text }];
}

function blanksOf(trivia: readonly Trivia[]): Trivia[] {
  return trivia[0]?.kind === 'blank' ? [trivia[0]] : [];
}

function withoutBlanks(trivia: readonly Trivia[]): Trivia[] {
  return trivia.slice(trivia[0]?.kind === 'blank' ? 1 : 0);
}
