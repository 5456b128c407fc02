import type { PropertyChange } from './diff';
import { isAsApplied, unordered } from './digest';
import type { Found } from './provider';

/** What has to be known of a resource to tell drift from a change of the file. */
export interface DriftQuestion {
  readonly found: Found;
  /** What the file asks, its references unresolved. */
  readonly asked: Readonly<Record<string, unknown>>;
  /** Properties that are lists without an order. */
  readonly sets: readonly string[];
  /**
   * Physical ids and attribute values of everything of the stack: what points to one of ours was left there by a run
   * that did not end, not by hand.
   */
  readonly ours: ReadonlySet<string>;
  /** Properties that change with every update of something else (the revision that a service runs). */
  readonly volatile: ReadonlySet<string>;
}

/** Marks the properties that somebody changed in the account. Things without tags have no drift, only changes. */
export function withDrift(
  changes: readonly PropertyChange[],
  { found, asked, sets, ours, volatile }: DriftQuestion,
): PropertyChange[] {
  const { applied } = found;
  if (applied === undefined) return [...changes];
  return changes.map((change) => {
    const property = change.path.split('.', 1)[0] ?? change.path;
    const byHand =
      !volatile.has(property) &&
      isAsApplied(
        applied,
        property,
        sets.includes(property) ? unordered(asked[property]) : asked[property],
      ) &&
      !strings(change.before).some((text) => ours.has(text));
    return byHand ? { ...change, drift: true } : change;
  });
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}
