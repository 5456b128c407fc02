import { createRegistry, KINDS } from '../../src/kinds/index';
import { prepare, type Prepared } from '../../src/live/prepare';
import { applyEdit } from '../../src/model/changes';
import type { Edit } from '../../src/model/edit';
import type { JsonValue } from '../../src/model/json';
import { TEMPLATES } from '../../src/model/templates';
import { REGION } from './process';

const registry = createRegistry(KINDS);
export const STACK = 'microservices';

/** A template, under the stack's name, without saved requests: there is no door to send them through. */
export function template(id: string): JsonValue {
  const found = TEMPLATES.find((one) => one.id === id);
  if (!found) throw new Error(`No such template: ${id}`);
  return edited(found.document(STACK), set('client', ['requests'], []));
}

/** What somebody may do to the chain; some of it only fits some chains. */
const EDITS: Readonly<Record<string, readonly Edit[]>> = {
  // Whatever the port: the sandbox lets unknown images listen where they are asked.
  'another image': [set('user-service', ['image'], 'example/app:2')],
  'a third image': [set('user-service', ['image'], 'example/app:3')],
  'one task': [set('user-service', ['desiredCount'], 1)],
  'three tasks': [set('user-service', ['desiredCount'], 3)],
  'a variable': [set('user-service', ['environment'], { MODE: 'fast' })],
  'another variable': [set('user-service', ['environment'], { MODE: 'slow', LEVEL: '2' })],
  'a check by HTTP': [set('user-service', ['health'], { path: '/' })],
  'another listener': [field({ edge: { from: 'nlb', to: 'user-service' } }, ['listener'], 81)],
  'no cross-zone': [set('nlb', ['crossZone'], false)],
  'tighter throttles': [set('api', ['throttle'], { rate: 5, burst: 10 })],
  'access logs': [set('api', ['accessLogs'], true)],
  'a further route': [field({ edge: { from: 'link', to: 'nlb' } }, ['routes', 2], 'GET /health')],
  'another port': [set('user-service', ['port'], 8080), set('user-service', ['image'], 'example/app:1')],
  'no order service': [{ type: 'remove', nodes: ['order-service'], edges: [] }],
  'another cluster': [set('cluster', ['name'], 'other-cluster')],
  'another namespace': [set('namespace', ['name'], 'other.internal')],
  'one subnet': [field({ document: true }, ['network', 'subnetIds'], ['subnet-a'])],
  'another load balancer': [set('nlb', ['name'], 'nlb-other')],
};

/** What somebody may do, by name. */
export const CHANGES: readonly string[] = Object.keys(EDITS);

/** A document after some of the edits, by their names. Throws where one does not fit. */
export function changed(document: JsonValue, ...names: string[]): JsonValue {
  return names.reduce((before, name) => {
    const after = attempted(before, name);
    if (after === undefined || after === before) throw new Error(`Nothing comes of this edit: ${name}`);
    return after;
  }, document);
}

/** One version of a topology after the other, with what was done to it. */
export interface Version {
  readonly what: string;
  readonly document: JsonValue;
}

/** A chain and up to `changes` changes of it, by chance. */
export function randomVersions(random: () => number, changes: number): Version[] {
  const first = random() < 0.5 ? 'original' : 'two-services';
  const versions: Version[] = [{ what: first, document: template(first) }];
  const count = Math.floor(random() * (changes + 1));
  while (versions.length <= count) {
    const what = CHANGES[Math.floor(random() * CHANGES.length)] ?? '';
    const last = versions.at(-1);
    const document = last && attempted(last.document, what);
    if (document !== undefined) versions.push({ what, document });
  }
  return versions;
}

/** The document as it is planned. Throws when it cannot be. */
export function prepared(document: JsonValue): Prepared {
  const preparation = prepare(document, registry, { region: REGION });
  if (!preparation.ok) throw new Error(preparation.problems.map(({ message }) => message).join('\n'));
  return preparation.value;
}

/** A document after one of the edits; undefined where it does not fit. */
export function attempted(document: JsonValue, name: string): JsonValue | undefined {
  let next = document;
  for (const edit of EDITS[name] ?? []) {
    const result = applyEdit(next, edit, registry);
    if (!result.ok) return undefined;
    next = result.value;
  }
  return next;
}

export function edited(document: JsonValue, edit: Edit): JsonValue {
  const result = applyEdit(document, edit, registry);
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

export function set(node: string, path: string[], value: JsonValue): Edit {
  return field({ node }, path, value);
}

export function field(
  target: Extract<Edit, { type: 'setField' }>['target'],
  path: (string | number)[],
  value: JsonValue,
): Edit {
  return { type: 'setField', target, path, value };
}
