import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/json';
import type { Topology } from '../../../../src/model/topology';
import type { Position } from '../../../../webview/canvas/geometry';
import { layout } from '../../../../webview/canvas/layout';
import { createScene, createSceneMaker, type Scene } from '../../../../webview/canvas/scene';
import { chain, measure, registry, topologyOf } from '../topology';

const STILL: ReadonlyMap<string, Position> = new Map();

/** What is drawn, without the ways to search in it. */
function drawing({ cards, frames, network, wires, bounds }: Scene) {
  return {
    cards: [...cards.values()].map(({ id, rect, text }) => ({ id, rect, text })),
    frames: [...frames.values()].map(({ id, rect, facts, members }) => ({ id, rect, facts, members })),
    network: network?.rect,
    wires: wires.map(({ key, path, label, look }) => ({ key, path, label, look })),
    bounds,
  };
}

const KINDS = ['client', 'apiGateway', 'vpcLink', 'nlb', 'ecsService', 'ecsService', 'cloudMap'];

/** Documents on a few places, so that cards stand in each other's wires. */
const anyTopology: fc.Arbitrary<Topology> = fc
  .record({
    nodes: fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.nat(2), fc.nat(5), fc.nat(5)), { maxLength: 14 }),
    edges: fc.array(fc.tuple(fc.nat(13), fc.nat(13)), { maxLength: 24 }),
  })
  .map(({ nodes, edges }) =>
    topologyOf(
      {
        ...Object.fromEntries([0, 1].map((index) => [`c${index}`, { kind: 'ecsCluster' }])),
        ...Object.fromEntries(
          nodes.map(([kind, cluster], index): [string, JsonObject] => [
            `n${index}`,
            { kind, cluster: `c${cluster}` },
          ]),
        ),
      },
      edges.map(([from, to]) => ({ from: `n${from}`, to: `n${to}` })),
      Object.fromEntries(nodes.map(([, , x, y], index) => [`n${index}`, [x * 176, y * 96]])),
    ),
  );

const anyDrag = fc.dictionary(
  fc.nat(13).map((index) => `n${index}`),
  fc.record({ x: fc.nat(900), y: fc.nat(600) }),
  { maxKeys: 3 },
);

describe('createSceneMaker', () => {
  it('draws after any documents and drags what it draws from nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyTopology, fc.array(anyDrag, { maxLength: 3 })), { minLength: 2, maxLength: 4 }),
        (steps) => {
          const make = createSceneMaker(measure);
          for (const [topology, drags] of steps) {
            const placed = layout(topology, registry, measure, new Map());
            for (const moved of [...drags.map((drag) => new Map(Object.entries(drag))), STILL]) {
              const scene = make(topology, placed, moved, undefined);
              const fresh = createScene(topology, placed, moved, undefined, measure);
              expect(drawing(scene)).toEqual(drawing(fresh));
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('keeps every card and wire that a drag elsewhere does not touch', () => {
    const topology = chain(30);
    const placed = layout(topology, registry, measure, new Map());
    const make = createSceneMaker(measure);
    const before = make(topology, placed, STILL, undefined);
    const at = placed.get('nlb-30') ?? { x: 0, y: 0 };
    const after = make(topology, placed, new Map([['nlb-30', { x: at.x, y: at.y + 16 }]]), undefined);
    const changed = after.wires.filter((wire, index) => wire !== before.wires[index]).map(({ key }) => key);
    expect(changed).toEqual(['link--nlb-30', 'nlb-30--service-30']);
    for (const [id, card] of before.cards) expect(after.cards.get(id) === card).toBe(id !== 'nlb-30');
  });

  it('knows which cards and wires touch an area', () => {
    const topology = chain(8);
    const scene = createScene(
      topology,
      layout(topology, registry, measure, new Map()),
      STILL,
      undefined,
      measure,
    );
    const rect = scene.cards.get('nlb-5')?.rect ?? { x: 0, y: 0, width: 0, height: 0 };
    expect([...scene.cardsIn(rect)]).toEqual(['nlb-5']);
    expect(scene.wiresIn({ ...rect, x: rect.x + rect.width }).map(({ key }) => key)).toContain(
      'nlb-5--service-5',
    );
  });
});
