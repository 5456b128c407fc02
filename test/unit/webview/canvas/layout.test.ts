import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/model/json';
import type { Topology } from '../../../../src/model/topology';
import { overlaps } from '../../../../webview/canvas/geometry';
import { layout, type Placed } from '../../../../webview/canvas/layout';
import { createScene, type Scene } from '../../../../webview/canvas/scene';
import { chain, measure, registry, topologyOf } from '../topology';

const NOTHING: Placed = new Map();

function place(topology: Topology, before = NOTHING): Placed {
  return layout(topology, registry, measure, before);
}

function sceneOf(topology: Topology, placed = place(topology)): Scene {
  return createScene(topology, placed, new Map(), undefined, measure);
}

function rectOf(scene: Scene, id: string) {
  const rect = (scene.cards.get(id) ?? scene.frames.get(id))?.rect;
  if (!rect) throw new Error(`Not drawn: ${id}`);
  return rect;
}

describe('layout', () => {
  it('draws the chain as one straight line from left to right', () => {
    const scene = sceneOf(chain());
    const path = ['client', 'api', 'link', 'nlb-1', 'service-1'].map((id) => rectOf(scene, id));
    expect(new Set(path.map(({ y }) => y)).size).toBe(1);
    path.slice(1).forEach((rect, index) => {
      const before = path[index];
      expect(rect.x).toBeGreaterThanOrEqual((before?.x ?? 0) + (before?.width ?? 0) + 48);
    });
  });

  it('puts names below the services that register there', () => {
    const scene = sceneOf(chain(3));
    const names = rectOf(scene, 'names');
    for (const id of ['service-1', 'service-2', 'service-3']) {
      expect(names.x).toBe(rectOf(scene, id).x);
      expect(names.y).toBeGreaterThan(rectOf(scene, id).y + 80);
    }
  });

  it('stands a load balancer before its service, and the link in the middle', () => {
    const scene = sceneOf(chain(2));
    expect(rectOf(scene, 'nlb-1').y).toBe(rectOf(scene, 'service-1').y);
    expect(rectOf(scene, 'nlb-2').y).toBe(rectOf(scene, 'service-2').y);
    const middle = (rectOf(scene, 'nlb-1').y + rectOf(scene, 'nlb-2').y) / 2;
    expect(Math.abs(rectOf(scene, 'link').y - middle)).toBeLessThanOrEqual(16);
  });

  it('stands a service that is only called below its caller, in the same cluster', () => {
    const { document } = chain();
    const base = document as { nodes: Record<string, JsonObject>; edges: JsonObject[] };
    const scene = sceneOf(
      topologyOf(
        { ...base.nodes, callee: { kind: 'ecsService', cluster: 'cluster', image: 'x', port: 80 } },
        [...base.edges, { from: 'service-1', to: 'callee', env: 'CALLEE_URL' }],
      ),
    );
    expect(rectOf(scene, 'callee').x).toBe(rectOf(scene, 'service-1').x);
    expect(rectOf(scene, 'callee').y).toBeGreaterThan(rectOf(scene, 'service-1').y);
  });

  it('keeps what is outside the network out of its frame', () => {
    const scene = sceneOf(
      topologyOf({ client: { kind: 'client' }, api: { kind: 'apiGateway' }, nlb: { kind: 'nlb' } }),
    );
    for (const id of ['client', 'api']) {
      expect(scene.network && overlaps(rectOf(scene, id), scene.network.rect)).toBe(false);
    }
  });

  it('keeps positions of the file, whatever they are', () => {
    const placed = place(chain(2, { 'nlb-1': [-33, 7], client: [1000, 1000] }));
    expect(placed.get('nlb-1')).toEqual({ x: -33, y: 7 });
    expect(placed.get('client')).toEqual({ x: 1000, y: 1000 });
  });

  it('moves nothing that stood before when a wire or a card comes', () => {
    const before = place(chain(2));
    const after = place(chain(3), before);
    for (const [id, position] of before) expect(after.get(id)).toEqual(position);
    expect(after.size).toBe(before.size + 2);
  });

  it('draws a cycle of traffic that only a hand-written file can have', () => {
    const topology = topologyOf({ a: { kind: 'vpcLink' }, b: { kind: 'nlb' } }, [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ]);
    expect(place(topology).size).toBe(2);
  });

  it('lets no card cover another, is the same each time, and stays on the dots', () => {
    const kinds = ['client', 'apiGateway', 'vpcLink', 'nlb', 'ecsService', 'cloudMap', 'sqs'];
    const document = fc
      .record({
        nodes: fc.array(fc.record({ kind: fc.constantFrom(...kinds), cluster: fc.nat(2) }), {
          maxLength: 25,
        }),
        edges: fc.array(fc.tuple(fc.nat(24), fc.nat(24)), { maxLength: 40 }),
        placed: fc.dictionary(
          fc.nat(24).map((index) => `n${index}`),
          fc.tuple(fc.nat(900), fc.nat(900)),
          {
            maxKeys: 0,
          },
        ),
      })
      .map(({ nodes, edges }) =>
        topologyOf(
          {
            ...Object.fromEntries([0, 1].map((index) => [`c${index}`, { kind: 'ecsCluster' }])),
            ...Object.fromEntries(
              nodes.map(({ kind, cluster }, index) => [`n${index}`, { kind, cluster: `c${cluster}` }]),
            ),
          },
          edges.map(([from, to]) => ({ from: `n${from}`, to: `n${to}` })),
        ),
      );
    fc.assert(
      fc.property(document, (topology) => {
        const placed = place(topology);
        expect(place(topology)).toEqual(placed);
        const { cards, frames } = sceneOf(topology, placed);
        const rects = [
          ...[...cards.values()].map(({ rect }) => rect),
          ...[...frames.values()].filter(({ members }) => members.length === 0).map(({ rect }) => rect),
        ];
        rects.forEach((rect, index) => {
          expect([rect.x % 16, rect.y % 16]).toEqual([expect.closeTo(0), expect.closeTo(0)]);
          for (const other of rects.slice(index + 1)) expect(overlaps(rect, other)).toBe(false);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is the same in whatever order a file has its nodes', () => {
    const nodes = fc.array(fc.tuple(fc.constantFrom('nlb', 'ecsService', 'client', 'vpcLink'), fc.nat(2)), {
      minLength: 2,
      maxLength: 20,
    });
    const edges = fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 30 });
    fc.assert(
      fc.property(nodes, edges, fc.infiniteStream(fc.nat()), (kinds, wires, numbers) => {
        const entries = [
          ...[0, 1].map((index): [string, JsonObject] => [`c${index}`, { kind: 'ecsCluster' }]),
          ...kinds.map(([kind, cluster], index): [string, JsonObject] => [
            `n${index}`,
            { kind, cluster: `c${cluster}` },
          ]),
        ];
        const shuffled = entries
          .map((entry) => ({ entry, rank: Number(numbers.next().value) }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ entry }) => entry);
        const joined = wires.map(([from, to]) => ({ from: `n${from}`, to: `n${to}` }));
        const [one, other] = [entries, shuffled].map((list) =>
          place(topologyOf(Object.fromEntries(list), joined)),
        );
        expect(new Map([...(other ?? [])].sort())).toEqual(new Map([...(one ?? [])].sort()));
      }),
      { numRuns: 200 },
    );
  });

  it('moves nothing that has a place, whatever comes, and covers nothing with it', () => {
    const topologies = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(topologies, ([few, more]) => {
        const before = place(chain(few));
        const after = place(chain(few + more), before);
        for (const [id, position] of before) expect(after.get(id)).toEqual(position);
        const rects = [...sceneOf(chain(few + more), after).cards.values()].map(({ rect }) => rect);
        rects.forEach((rect, index) => {
          for (const other of rects.slice(index + 1)) expect(overlaps(rect, other)).toBe(false);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('draws a chain longer than a call stack is deep', () => {
    const ids = Array.from({ length: 12_000 }, (_none, index) => `n${index}`);
    const topology = topologyOf(
      Object.fromEntries(ids.map((id) => [id, { kind: 'nlb' }])),
      ids.slice(1).map((to, index) => ({ from: `n${index}`, to })),
    );
    const placed = place(topology);
    expect(placed.size).toBe(12_000);
    expect(new Set(Array.from(placed.values(), ({ x }) => x)).size).toBe(12_000);
  });
});
