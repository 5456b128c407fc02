import type { Registry } from '../kinds/index';
import type { JsonObject } from './json';
import type { Problem } from './problem';
import { locate, parseText } from './text/parse';
import { validate } from './validate';

/** A problem with the range of the text that it is about, in UTF-16 units. */
export interface LocatedProblem extends Problem {
  readonly offset: number;
  readonly length: number;
}

export interface CheckedText {
  /** Absent when the text is no JSON object. */
  readonly document: JsonObject | undefined;
  readonly problems: readonly LocatedProblem[];
}

/** Parses a file and judges all of it, unless told to judge less; every problem with its place in the text. */
export function checkText(
  text: string,
  registry: Registry,
  judge: (document: JsonObject) => readonly Problem[] = (document) => validate(document, registry),
): CheckedText {
  const parsed = parseText(text);
  const ofText = parsed.problems.map(({ code, message, offset, length }): LocatedProblem => ({
    severity: 'error',
    code: code.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    message,
    path: '',
    offset,
    length,
  }));
  if (!parsed.ok) return { document: undefined, problems: ofText };
  const ofDocument = judge(parsed.value).map((problem): LocatedProblem => {
    const place = locate(parsed.tree, problem.path);
    // A whole node or file is marked at its name, not over all of its lines.
    const atKey = place.keyOffset !== undefined && isBlock(text, place.offset);
    return {
      ...problem,
      offset: atKey ? (place.keyOffset ?? place.offset) : place.offset,
      length: atKey ? (place.keyLength ?? place.length) : problem.path === '' ? 1 : place.length,
    };
  });
  return { document: parsed.value, problems: [...ofText, ...ofDocument] };
}

function isBlock(text: string, offset: number): boolean {
  return text[offset] === '{' || text[offset] === '[';
}
