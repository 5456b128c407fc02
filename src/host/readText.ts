import type { Registry } from '../kinds/index';
import { checkText, type LocatedProblem } from '../model/checkText';
import { memberOf, type JsonObject } from '../model/json';

/**
 * A topology's text, read and validated. Without `value` it cannot be drawn anew or written, and `reason` says why: it
 * does not parse, or a later version of the format wrote it.
 */
export type ReadText =
  | { readonly value: JsonObject; readonly reason?: undefined; readonly problems: readonly LocatedProblem[] }
  | { readonly value?: undefined; readonly reason: string; readonly problems: readonly LocatedProblem[] };

export function readText(text: string, registry: Registry): ReadText {
  const { document, problems } = checkText(text, registry);
  if (!document) return { reason: problems[0]?.message ?? 'The file does not parse.', problems };
  const version = memberOf(document, 'version');
  if (typeof version === 'number' && version > 1) {
    const newer = problems.find(({ code }) => code === 'newer-version');
    return { reason: newer?.message ?? `The file has version ${version}.`, problems };
  }
  return { value: document, problems };
}
