import type { JsonValue } from '../../src/model/json';

/** A value as one types it; of what cannot be typed, its JSON. */
export function shownText(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
