import type { Node } from 'jsonc-parser';
import { isObject, memberOf, type JsonValue } from '../json';

/**
 * A document with everything that is between its values, made to be changed in place: blanks, comments and commas are
 * kept with the member they belong to, every token knows where it came from.
 */
export type Value = Scalar | Container;

/** Part of the text; `at` is its offset in the original, absent for what is new. */
export interface Piece {
  readonly text: string;
  readonly at?: number;
}

/** What may stand between tokens. A line break is one piece, CRLF too; a comma is only seen while reading. */
export interface Trivia extends Piece {
  readonly kind: 'blank' | 'break' | 'lineComment' | 'blockComment' | 'comma';
}

export interface Scalar {
  readonly type: 'scalar';
  readonly piece: Piece;
  readonly data: JsonValue;
}

/** An object or array. Read when someone looks inside: most of a document is left alone by an edit. */
export class Container {
  readonly type: 'object' | 'array';
  private contents: { members: Member[]; tail: Trivia[] } | undefined;

  constructor(
    private readonly source: Source,
    private readonly node: Node,
  ) {
    this.type = node.type === 'array' ? 'array' : 'object';
  }

  get members(): Member[] {
    return this.read().members;
  }

  /** After the last member, up to the closing bracket. */
  get tail(): Trivia[] {
    return this.read().tail;
  }

  set tail(tail: Trivia[]) {
    this.read().tail = tail;
  }

  /** Appends all pieces, in order. */
  write(pieces: Piece[]): void {
    const { offset, length } = this.node;
    if (!this.contents) {
      pieces.push(this.source.piece(offset, offset + length));
      return;
    }
    pieces.push(this.source.piece(offset, offset + 1));
    for (const { lead, key, colon, value, gap, comma, behind } of this.contents.members) {
      pieces.push(...lead);
      if (key && colon) pieces.push(key.piece, colon);
      if (value.type === 'scalar') pieces.push(value.piece);
      else value.write(pieces);
      pieces.push(...gap);
      if (comma) pieces.push(comma);
      pieces.push(...behind);
    }
    pieces.push(...this.contents.tail, this.source.piece(offset + length - 1, offset + length));
  }

  private read() {
    this.contents ??= readContents(this.source, this.node);
    return this.contents;
  }
}

/** A member of an object or, without `key` and `colon`, an element of an array. */
export interface Member {
  /** From the previous member's last token, comma or comment behind it. */
  lead: Trivia[];
  key: { readonly name: string; readonly piece: Piece } | undefined;
  /** The colon with whatever is around it. */
  readonly colon: Piece | undefined;
  value: Value;
  /** Between the value and its comma. */
  gap: Trivia[];
  comma: Piece | undefined;
  /** Comments behind the member on its line. */
  behind: Trivia[];
}

/** The text that a tree was read from. */
interface Source {
  piece(start: number, end: number): Piece;
  trivia(start: number, end: number): Trivia[];
}

/** Reads a tree that has no errors. `original` is false for text that stands nowhere yet. */
export function syntaxOf(text: string, node: Node, original: boolean): Value {
  const piece = (start: number, end: number): Piece => {
    const part = text.slice(start, end);
    return original ? { text: part, at: start } : { text: part };
  };
  const trivia = (start: number, end: number): Trivia[] =>
    [...text.slice(start, end).matchAll(TRIVIA)].map(({ 0: part, index }) => ({
      kind: kindOf(part),
      ...piece(start + index, start + index + part.length),
    }));
  return valueOf({ piece, trivia }, node);
}

/** All pieces of a value, in order. */
export function piecesOf(value: Value): Piece[] {
  if (value.type === 'scalar') return [value.piece];
  const pieces: Piece[] = [];
  value.write(pieces);
  return pieces;
}

/** Whether the text says just this. */
export function isSame(value: Value, json: JsonValue): boolean {
  if (value.type === 'scalar') return value.data === json;
  const keys =
    value.type === 'array' ? Array.isArray(json) && [...json.keys()] : isObject(json) && Object.keys(json);
  if (!keys || keys.length !== value.members.length) return false;
  return value.members.every((member, index) => {
    const other = memberOf(json, member.key?.name ?? index);
    return other !== undefined && isSame(member.value, other);
  });
}

/** Whether the value is written on one line; comments of several lines inside do not count. */
export function isOneLine(value: Value): boolean {
  if (value.type === 'scalar') return true;
  return (
    !value.tail.some(isBreak) &&
    value.members.every(({ lead, value: inner }) => !lead.some(isBreak) && isOneLine(inner))
  );
}

/** Place of a member in its container; -1 where there is none. Of duplicate keys it is the first. */
export function indexOf({ type, members }: Container, key: string | number): number {
  if (type === 'object') return members.findIndex((member) => member.key?.name === String(key));
  const index = Number(key);
  return Number.isInteger(index) && index >= 0 && index < members.length ? index : -1;
}

export function isComment({ kind }: Trivia): boolean {
  return kind === 'lineComment' || kind === 'blockComment';
}

export function isBreak({ kind }: Trivia): boolean {
  return kind === 'break';
}

/** Whether the member is the first on its line; then also the blanks before it. */
export function indentOf(lead: readonly Trivia[]): string | undefined {
  const last = lead.findLastIndex(isBreak);
  if (last < 0) return undefined;
  const first = lead[last + 1];
  return first?.kind === 'blank' ? first.text : '';
}

const TRIVIA = /\r\n|\n|\r|\/\/[^\r\n]*|\/\*[^]*?\*\/|,|[^\r\n/,]+/g;

function valueOf(source: Source, node: Node): Value {
  if (node.type === 'object' || node.type === 'array') return new Container(source, node);
  const piece = source.piece(node.offset, node.offset + node.length);
  // Of any other type parseTree gives the literal's value.
  return { type: 'scalar', piece, data: node.value as JsonValue };
}

function readContents(source: Source, { type, offset, length, children = [] }: Node) {
  const end = offset + length - 1;
  const members: Member[] = [];
  let lead = source.trivia(offset + 1, children[0]?.offset ?? end);
  for (const [index, child] of children.entries()) {
    const next = children[index + 1];
    const [key, value] = type === 'object' ? (child.children ?? []) : [undefined, child];
    if (!value) throw new Error('A member has no value in a tree without errors.');
    const start = value.offset + value.length;
    const { rest, ...after } = split(source.trivia(start, next?.offset ?? end), next === undefined);
    members.push({
      lead,
      // A key is a string.
      key: key && {
        name: key.value as string,
        piece: source.piece(key.offset, key.offset + key.length),
      },
      colon: key && source.piece(key.offset + key.length, value.offset),
      value: valueOf(source, value),
      ...after,
    });
    lead = rest;
  }
  return { members, tail: lead };
}

function kindOf(part: string): Trivia['kind'] {
  if (part === ',') return 'comma';
  if (part.startsWith('//')) return 'lineComment';
  if (part.startsWith('/*')) return 'blockComment';
  return /^[\r\n]/.test(part) ? 'break' : 'blank';
}

/** Divides what follows a value between it and its neighbour: comments up to the end of the line are the value's. */
function split(trivia: Trivia[], last: boolean) {
  const at = trivia.findIndex(({ kind }) => kind === 'comma');
  const gap = trivia.slice(0, Math.max(at, 0));
  const rest = trivia.slice(at + 1);
  const end = rest.findIndex(isBreak);
  // Behind a comma on a line of its own, or with the next member on the same line, comments belong to that one.
  const none = gap.some(isBreak) || (end < 0 && !last);
  const count = none ? 0 : rest.slice(0, end < 0 ? undefined : end).findLastIndex(isComment) + 1;
  return { gap, comma: trivia[at], behind: rest.slice(0, count), rest: rest.slice(count) };
}
