import type { Registry } from '../kinds/index';
import { memberOf, type JsonObject } from './json';
import type { Problem } from './problem';
import { locate, parseText, type Location, type TextProblem } from './text/parse';
import { validate } from './validate';

/** A problem with its place in the text, in UTF-16 units. */
export interface LocatedProblem extends Problem {
  readonly offset: number;
  readonly length: number;
}

/**
 * A topology's text, read. Without `value` it is no document that can be drawn or written, and `reason` says why: its
 * text does not parse, or a later version of the format wrote it.
 */
export type ReadText =
  | { readonly value: JsonObject; readonly reason?: undefined; readonly problems: readonly LocatedProblem[] }
  | { readonly value?: undefined; readonly reason: string; readonly problems: readonly LocatedProblem[] };

/** Reads and validates a text. Never throws, whatever the text. */
export function readText(text: string, registry: Registry): ReadText {
  const parsed = parseText(text);
  const spelling = parsed.problems.map(spellingProblem);
  if (!parsed.ok) return { reason: spelling[0]?.message ?? 'The file does not parse.', problems: spelling };
  const { value, tree } = parsed;
  const meaning = validate(value, registry).map((problem) => ({
    ...problem,
    ...rangeOf(problem, locate(tree, problem.path), text),
  }));
  const problems = [...spelling, ...meaning];
  const version = memberOf(value, 'version');
  if (typeof version === 'number' && version > 1) {
    const newer = meaning.find(({ code }) => code === 'newer-version');
    return { reason: newer?.message ?? `The file has version ${version}.`, problems };
  }
  return { value, problems };
}

const CODES = {
  empty: 'empty-file',
  syntax: 'invalid-json',
  notObject: 'not-an-object',
  tooDeep: 'too-deep',
  duplicateKey: 'duplicate-key',
} as const satisfies Record<TextProblem['code'], string>;

function spellingProblem({ code, message, offset, length }: TextProblem): LocatedProblem {
  return { severity: 'error', code: CODES[code], message, path: '', offset, length };
}

/** Scalars are marked themselves; of an object or a list, which may fill the screen, only the key or the bracket. */
function rangeOf(
  { code }: Problem,
  { offset, length, keyOffset, keyLength }: Location,
  text: string,
): { offset: number; length: number } {
  const wide = text[offset] === '{' || text[offset] === '[';
  if (keyOffset !== undefined && keyLength !== undefined && (wide || code === 'unknown-member')) {
    return { offset: keyOffset, length: keyLength };
  }
  return { offset, length: wide ? 1 : length };
}
