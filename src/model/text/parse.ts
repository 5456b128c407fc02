import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { pathOf, type JsonObject, type JsonValue } from '../json';

/** A place in the text that is wrong. All of these are errors; `offset` and `length` count UTF-16 units. */
export interface TextProblem {
  readonly code: 'empty' | 'syntax' | 'notObject' | 'tooDeep' | 'duplicateKey';
  readonly message: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * What a text says. With `ok` its problems are duplicate keys: of those the first counts, here and for edits, so that
 * nothing is written to a place that is not shown. `tree` is for `locate`.
 */
export type ParsedText =
  | {
      readonly ok: true;
      readonly value: JsonObject;
      readonly tree: Node;
      readonly problems: readonly TextProblem[];
    }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/** Ranges of a value and, where it is a member of an object, of its key with the quotes. */
export interface Location {
  readonly offset: number;
  readonly length: number;
  readonly keyOffset?: number;
  readonly keyLength?: number;
}

/** Far more than any topology; keeps whoever walks a document recursively from overflowing the stack. */
const DEPTH_LIMIT = 100;

/** Reads JSON with comments and trailing commas. Never throws, whatever the text. */
export function parseText(text: string): ParsedText {
  const { tree, errors, tooDeep } = treeOf(text);
  if (tooDeep) {
    const message = `The file is nested more than ${DEPTH_LIMIT} levels deep.`;
    return { ok: false, problems: [{ code: 'tooDeep', message, offset: 0, length: 0 }] };
  }
  // One mistake makes the parser complain many times; the first is the one to mend.
  const first = errors[0];
  if (first) return { ok: false, problems: [tree ? syntaxProblem(text, first) : noValue(text, first)] };
  if (tree?.type !== 'object') {
    const range = { offset: tree?.offset ?? 0, length: tree?.length ?? 0 };
    const message = `${place(text, range.offset)}: the file holds ${nameOf(tree)}, a topology is an object in braces.`;
    return { ok: false, problems: [{ code: 'notObject', message, ...range }] };
  }
  const problems: TextProblem[] = [];
  // The root is an object, checked above.
  return { ok: true, value: valueOf(tree, text, problems) as JsonObject, tree, problems };
}

/** The syntax tree of a text and what the parser says against it. A byte order mark is read as a blank. */
export function treeOf(text: string): { tree: Node | undefined; errors: ParseError[]; tooDeep: boolean } {
  const errors: ParseError[] = [];
  try {
    const tree = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
    return { tree, errors, tooDeep: tree !== undefined && isDeeper(tree, DEPTH_LIMIT) };
  } catch (error) {
    // The parser is recursive: a hundred thousand brackets overflow the stack.
    if (error instanceof RangeError) return { tree: undefined, errors, tooDeep: true };
    throw error;
  }
}

/**
 * Where the value at a JSON Pointer stands. Of what is not there, such as a field that is missing, it is the nearest
 * ancestor that is.
 */
export function locate(tree: Node, pointer: string): Location {
  let node = tree;
  let key: Node | undefined;
  for (const segment of pathOf(pointer)) {
    const member = memberNode(node, segment);
    if (!member) break;
    [key, node] = member;
  }
  const { offset, length } = node;
  return key ? { offset, length, keyOffset: key.offset, keyLength: key.length } : { offset, length };
}

function memberNode(node: Node, segment: string): [Node | undefined, Node] | undefined {
  if (node.type === 'array') {
    const item = /^\d+$/.test(segment) ? node.children?.[Number(segment)] : undefined;
    return item && [undefined, item];
  }
  if (node.type !== 'object') return undefined;
  const property = node.children?.find((child) => child.children?.[0]?.value === segment);
  const value = property?.children?.[1];
  return value && [property.children?.[0], value];
}

function valueOf(node: Node, text: string, problems: TextProblem[]): JsonValue {
  const children = node.children ?? [];
  if (node.type === 'array') return children.map((child) => valueOf(child, text, problems));
  // Of any other type parseTree gives the literal's value.
  if (node.type !== 'object') return node.value as JsonValue;
  const members = new Map<string, { key: Node; value: JsonValue }>();
  for (const { children: [key, value] = [] } of children) {
    if (!key || !value) continue;
    // A key is a string.
    const name = key.value as string;
    const earlier = members.get(name);
    if (earlier) problems.push(duplicateProblem(text, name, earlier.key, key));
    else members.set(name, { key, value: valueOf(value, text, problems) });
  }
  // fromEntries defines own members: one called __proto__ stays a member.
  return Object.fromEntries([...members].map(([name, { value }]) => [name, value]));
}

function isDeeper(node: Node, levels: number): boolean {
  return (
    levels < 0 || (node.children ?? []).some((child) => isDeeper(child, levels - (isNested(child) ? 1 : 0)))
  );
}

function isNested({ type }: Node): boolean {
  return type === 'object' || type === 'array';
}

function duplicateProblem(text: string, name: string, first: Node, second: Node): TextProblem {
  const { offset, length } = second;
  const lines = `line ${lineOf(text, first.offset)} and line ${lineOf(text, offset)}`;
  return {
    code: 'duplicateKey',
    message: `"${name}" is there twice, in ${lines}; rename or remove one.`,
    offset,
    length,
  };
}

function noValue(text: string, error: ParseError): TextProblem {
  if (printParseErrorCode(error.error) !== 'ValueExpected' || error.length > 0)
    return syntaxProblem(text, error);
  const message = 'Line 1, column 1: the file is empty, a topology is an object in braces.';
  return { code: 'empty', message, offset: 0, length: 0 };
}

const WHAT_IS_WRONG: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is no JSON value',
  InvalidNumberFormat: 'this is no number',
  PropertyNameExpected: 'a member name in double quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'a closing brace is expected',
  CloseBracketExpected: 'a closing bracket is expected',
  EndOfFileExpected: 'the file should end here',
  InvalidCommentToken: 'this is no comment',
  UnexpectedEndOfComment: 'this comment is not closed',
  UnexpectedEndOfString: 'this string is not closed on its line',
  UnexpectedEndOfNumber: 'this number is cut off',
  InvalidUnicode: 'this is no \\u escape of four hexadecimal digits',
  InvalidEscapeCharacter: 'this is no escape that JSON knows',
  InvalidCharacter: 'a control character must be written as an escape',
};

function syntaxProblem(text: string, { error, offset, length }: ParseError): TextProblem {
  const atMark = /^(<{7}|={7}|>{7})/.test(text.slice(offset, offset + 7));
  const what = atMark ? 'this is a mark of a merge conflict' : WHAT_IS_WRONG[printParseErrorCode(error)];
  return {
    code: 'syntax',
    message: `${place(text, offset)}: ${what ?? 'this is no JSON'}.`,
    offset,
    // Of a comment without an end the parser counts one too many.
    length: Math.min(length, text.length - offset),
  };
}

function nameOf(tree: Node | undefined): string {
  return tree?.type === 'array' ? 'an array' : 'a single value';
}

/** Line and column as an editor shows them, from 1. */
function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return `Line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n|\r/).length;
}
