import { isObject, type JsonChange, type JsonPath, type JsonValue } from '../json';
import { insertMember, placeOf, printed, removeMember, type Place } from './members';
import { treeOf } from './parse';
import { styleOf } from './print';
import {
  indexOf,
  isSame,
  piecesOf,
  syntaxOf,
  type Container,
  type Member,
  type Piece,
  type Value,
} from './syntax';

/** Replaces `length` UTF-16 units at `offset` of the original text. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/**
 * The smallest edits of `text` that make it say what `applyChanges` makes of its value; comments, order, blanks and
 * line ends of all else stay. Sorted, apart from each other, all relative to `text`. None for a text with syntax
 * errors: it is not ours to write to.
 */
export function textEdits(text: string, changes: readonly JsonChange[]): TextEdit[] {
  const { tree, errors, tooDeep } = treeOf(text);
  if (!tree || errors.length > 0 || tooDeep) return [];
  const value = syntaxOf(text, tree, true);
  const place: Place = { style: styleOf(text, value), indent: '', depth: 0, ownLine: true };
  const root: Slot = { holder: { value }, siblings: [], place, used: 0 };
  for (const change of changes) apply(root, change);

  const end = tree.offset + tree.length;
  const before: Piece = { text: text.slice(0, tree.offset), at: 0 };
  const after: Piece = { text: text.slice(end), at: end };
  return editsBetween(text, [before, ...piecesOf(root.holder.value), after]);
}

/** The text after edits as `textEdits` gives them. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let position = 0;
  for (const { offset, length, content } of edits) {
    result += text.slice(position, offset) + content;
    position = offset + length;
  }
  return result + text.slice(position);
}

/** Something that has a value: a member, or the document itself. */
interface Slot {
  readonly holder: { value: Value };
  readonly siblings: readonly Member[];
  readonly place: Place;
  /** Columns before the value on its line. */
  readonly used: number;
}

function apply(root: Slot, change: JsonChange): void {
  if (change.op === 'set') return set(root, change.path, change.value);
  const key = change.path.at(-1);
  const container = valueAt(root.holder.value, change.path.slice(0, -1));
  if (key === undefined || !container || container.type === 'scalar') return;
  const index = indexOf(container, key);
  const member = container.members[index];
  if (change.op === 'remove') removeMember(container, index);
  else if (member?.key && indexOf(container, change.key) < 0) {
    member.key = { name: change.key, piece: { text: JSON.stringify(change.key) } };
  }
}

function valueAt(value: Value, path: JsonPath): Value | undefined {
  return path.reduce<Value | undefined>(
    (at, key) => (at && at.type !== 'scalar' ? at.members[indexOf(at, key)]?.value : undefined),
    value,
  );
}

function set(slot: Slot, path: JsonPath, value: JsonValue): void {
  const [key, ...rest] = path;
  const container = slot.holder.value;
  if (key === undefined) return replace(slot, value);
  if (container.type === 'scalar') return replace(slot, nested(path, value));
  const index = indexOf(container, key);
  if (index >= 0) return set(slotOf(container, index, slot.place), rest, value);
  const length = container.members.length;
  if (container.type === 'object')
    insertMember(container, length, String(key), nested(rest, value), slot.place);
  else if (Number(key) === length)
    insertMember(container, length, undefined, nested(rest, value), slot.place);
}

/** Makes the value at a slot say something else, keeping all of it that may stay. */
function replace(slot: Slot, value: JsonValue): void {
  const current = slot.holder.value;
  if (current.type === 'object' && isObject(value)) {
    // Additions first: while a member is left it shows the style.
    for (const [key, member] of Object.entries(value)) set(slot, [key], member);
    for (let index = current.members.length - 1; index >= 0; index--) {
      const name = current.members[index]?.key?.name ?? '';
      if (!Object.hasOwn(value, name)) removeMember(current, index);
    }
  } else if (current.type === 'array' && Array.isArray(value)) {
    replaceItems(slot, current, value);
  } else if (!isSame(current, value)) {
    slot.holder.value = printed(value, slot.used, slot.place, slot.siblings);
  }
}

/** Elements alike at both ends stay, those between are matched by their order. */
function replaceItems(slot: Slot, container: Container, items: readonly JsonValue[]): void {
  const { members } = container;
  const isLike = (member: Member | undefined, item: JsonValue | undefined) =>
    member !== undefined && item !== undefined && isSame(member.value, item);
  const shorter = Math.min(members.length, items.length);
  let head = 0;
  while (head < shorter && isLike(members[head], items[head])) head++;
  let tail = 0;
  while (tail < shorter - head && isLike(members.at(-1 - tail), items.at(-1 - tail))) tail++;

  const matched = shorter - tail;
  for (const [index, item] of items.slice(head, matched).entries()) {
    replace(slotOf(container, head + index, slot.place), item);
  }
  for (const [index, item] of items.slice(matched, items.length - tail).entries()) {
    insertMember(container, matched + index, undefined, item, slot.place);
  }
  while (members.length > items.length) removeMember(container, matched);
}

function slotOf(container: Container, index: number, place: Place): Slot {
  const holder = container.members[index];
  if (!holder) throw new Error(`There is no member ${index}.`);
  const inner = placeOf(holder, place);
  const used = inner.indent.length + (holder.key?.piece.text.length ?? 0) + (holder.colon?.text.length ?? 0);
  return { holder, siblings: container.members, place: inner, used };
}

/** The value under the objects that a path asks for. */
function nested(path: JsonPath, value: JsonValue): JsonValue {
  return path.reduceRight<JsonValue>((inner, key) => Object.fromEntries([[String(key), inner]]), value);
}

/** Compares pieces in their original order with the text they came from. */
function editsBetween(text: string, pieces: readonly Piece[]): TextEdit[] {
  const edits: TextEdit[] = [];
  let position = 0;
  let content = '';
  for (const piece of pieces) {
    if (piece.at === undefined) {
      content += piece.text;
      continue;
    }
    const length = piece.at - position;
    if (text.slice(position, piece.at) !== content) edits.push({ offset: position, length, content });
    position = piece.at + piece.text.length;
    content = '';
  }
  return edits;
}
