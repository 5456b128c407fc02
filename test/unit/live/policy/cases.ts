import { createRegistry, KINDS } from '../../../../src/kinds/index';
import { policyFor, type Purpose } from '../../../../src/live/policy';
import type { PolicyDocument } from '../../../../src/live/policy/document';
import { prepare, type Prepared } from '../../../../src/live/prepare';
import type { JsonObject } from '../../../../src/model/json';
import { TEMPLATES } from '../../../../src/model/templates';

const registry = createRegistry(KINDS);
const ACCOUNT = '123456789012';

/** A document for the simulated account's region. */
export function prepared(document: JsonObject, environment?: string): Prepared {
  const result = prepare(document, registry, { region: 'eu-west-1', environment });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.value;
}

/** A template's document. */
export function template(id: string, name = 'shop'): JsonObject {
  const found = TEMPLATES.find((one) => one.id === id);
  return { ...found?.document(name), region: 'eu-west-1' };
}

/** Somebody else's, of the same kinds. */
export const OTHERS = prepared({
  ...template('two-listeners', 'other'),
  nodes: {
    ...(template('two-listeners', 'other')['nodes'] as JsonObject),
    namespace: { kind: 'cloudMap', name: 'other.internal' },
  },
});

/** What IAM has to allow on a topology in the simulated account. */
export function policy(purpose: Purpose, chain: Prepared): PolicyDocument[] {
  return policyFor(purpose, chain, ACCOUNT);
}
