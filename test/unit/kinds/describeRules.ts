import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/model/changes';
import type { JsonObject, JsonValue } from '../../../src/model/json';
import type { Problem } from '../../../src/model/problem';
import { validate } from '../../../src/model/validate';
import { registry } from '../../fakes/topologies';

/** A fault in an otherwise sound document, and where it is told. */
export interface RuleCase {
  readonly code: string;
  readonly severity: Problem['severity'];
  readonly fault: string;
  readonly document: JsonObject;
  readonly path: string;
  /** The document put right; without it the problem's own fix must do so. */
  readonly mended?: JsonObject;
}

/** Each rule speaks where the fault is, in a sentence, and is silent once the fault is mended. */
export function describeRules(kind: string, cases: readonly RuleCase[]): void {
  describe(`rules of ${kind}`, () => {
    it.each(cases)('$code: $fault', (one) => {
      expect(found(one.document, one)).toHaveLength(1);
      expect(found(one.document, one)[0]?.message).toMatch(/^\S.{20,}(\.|\?|: \S.*)$/);
    });

    it.each(cases)('$code is silent once mended: $fault', (one) => {
      expect(found(one.mended ?? fixed(one), one)).toEqual([]);
    });
  });
}

function found(document: JsonValue, { code, severity, path }: RuleCase): Problem[] {
  return validate(document, registry).filter(
    (problem) => problem.code === code && problem.severity === severity && problem.path === path,
  );
}

function fixed(one: RuleCase): JsonValue {
  const fix = found(one.document, one)[0]?.fix;
  expect(fix?.title).toMatch(/^[A-Z].*[^.]$/);
  return (fix?.edits ?? []).reduce<JsonValue>((document, edit) => {
    const result = applyEdit(document, edit, registry);
    if (!result.ok) throw new Error(result.reason);
    return result.value;
  }, one.document);
}
