import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/model/changes';
import { expand } from '../../../src/model/expand';
import { isObject, memberOf, type JsonValue } from '../../../src/model/json';
import { readTopology } from '../../../src/model/topology';
import { planningProblems, validateTopology } from '../../../src/model/validate';
import { refsIn } from '../../../src/engine/resource';
import { registry } from '../../fakes/topologies';
import { anything, edit, id, topology, wired } from './randomTopology';

const prototype = Object.getOwnPropertyNames(Object.prototype).sort();
const any = fc.oneof({ weight: 1, arbitrary: anything }, { weight: 3, arbitrary: topology });

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(prototype);
});

describe('whatever the document', { timeout: 60_000 }, () => {
  it('it is read and validated, and each problem has a place and a sentence', () => {
    fc.assert(
      fc.property(any, (document) => {
        for (const { path, message, code } of validateTopology(readTopology(document, registry), registry)) {
          expect(path === '' || path.startsWith('/')).toBe(true);
          expect(code).toMatch(/^([a-z]+(-[a-z]+)*|T\d+)$/);
          expect(message.length).toBeGreaterThan(10);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('each fix either mends it or says why it cannot', () => {
    fc.assert(
      fc.property(topology, (document) => {
        for (const { fix } of validateTopology(readTopology(document, registry), registry)) {
          fix?.edits.reduce<JsonValue>((current, edit) => {
            const result = applyEdit(current, edit, registry);
            return result.ok ? result.value : current;
          }, document);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('it is expanded where it has no errors, to resources that refer to each other only', () => {
    fc.assert(
      fc.property(wired, (document) => {
        const read = readTopology(document, registry);
        const problems = [...validateTopology(read, registry), ...planningProblems(document)];
        fc.pre(!problems.some(({ severity }) => severity === 'error'));
        const resources = expand(read, registry, { stack: { name: 'x' }, region: 'eu-west-1' });
        const ids = new Set(resources.map(({ id }) => id));
        expect(ids.size).toBe(resources.length);
        for (const { $ref } of refsIn(resources.map(({ props }) => props))) expect(ids).toContain($ref);
      }),
      { numRuns: 300, maxSkipsPerRun: 5000 },
    );
  });
});

describe('whatever the edit', { timeout: 60_000 }, () => {
  it('it is applied or refused with a reason, and leaves the document it was given', () => {
    fc.assert(
      fc.property(any, edit, (document, one) => {
        const before = JSON.stringify(document);
        const result = applyEdit(document, one, registry);
        if (!result.ok) expect(result.reason).toMatch(/^[A-Z]/);
        else readTopology(result.value, registry);
        expect(JSON.stringify(document)).toBe(before);
      }),
      { numRuns: 2000 },
    );
  });

  it('a node that is renamed there and back leaves the document as it was', () => {
    fc.assert(
      fc.property(topology, id, (document, from) => {
        const there = applyEdit(document, { type: 'renameNode', from, to: 'zz' }, registry);
        fc.pre(there.ok);
        const back =
          there.ok && applyEdit(there.value, { type: 'renameNode', from: 'zz', to: from }, registry);
        fc.pre(back && back.ok);
        expect(back && back.ok && JSON.stringify(back.value)).toBe(JSON.stringify(document));
      }),
    );
  });

  it('a node that is removed is at the end of no edge, and every other node stays', () => {
    fc.assert(
      fc.property(topology, id, (document, gone) => {
        const result = applyEdit(document, { type: 'remove', nodes: [gone], edges: [] }, registry);
        fc.pre(result.ok);
        if (!result.ok) return;
        const nodes = (value: JsonValue) => {
          const map = memberOf(value, 'nodes');
          return isObject(map) ? Object.keys(map) : [];
        };
        expect(nodes(result.value)).toEqual(nodes(document).filter((other) => other !== gone));
        const edges = memberOf(result.value, 'edges');
        for (const edge of Array.isArray(edges) ? (edges as readonly JsonValue[]) : []) {
          expect([memberOf(edge, 'from'), memberOf(edge, 'to')]).not.toContain(gone);
        }
      }),
    );
  });
});
