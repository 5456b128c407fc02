import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMounting, type Held } from '../../../../../webview/canvas/tiers/mounting';
import { viewOf, windowAt, type Window } from '../../../../../webview/canvas/tiers/view';
import { sceneOf } from '../../scenes';
import { chain } from '../../topology';

const topology = chain(150);
const scene = sceneOf(topology);
const NOTHING: Held = { nodes: new Set(), edges: new Set(), moving: new Set(), renaming: undefined };

const windowOf = (x: number, y: number, zoom: number): Window => windowAt(viewOf([x, y, zoom], 1200, 800));

/** Steps until nothing more comes. */
function settle(mount: ReturnType<typeof createMounting>, window: Window | undefined, held = NOTHING) {
  for (;;) {
    const mounted = mount(scene, window, held);
    if (mounted.isComplete) return mounted.cards;
  }
}

describe('createMounting', () => {
  it('has every card in the page, whole, where there is no window', () => {
    const cards = settle(createMounting(), undefined);
    expect([...cards.keys()].sort()).toEqual([...scene.cards.keys()].sort());
    expect(new Set(cards.values())).toEqual(new Set(['card']));
  });

  it('has what is in the window: whole cards near, names in between, none far away', () => {
    const mount = createMounting();
    const near = windowOf(-600, -1200, 1);
    expect([...settle(mount, near).keys()].sort()).toEqual([...scene.cardsIn(near.area)].sort());
    expect(new Set(settle(mount, near).values())).toEqual(new Set(['card']));
    expect(new Set(settle(mount, windowOf(-300, -600, 0.6)).values())).toEqual(new Set(['title']));
    expect(settle(mount, windowOf(0, 0, 0.1)).size).toBe(0);
  });

  it('keeps what is held wherever the view goes, and a name that is written as a whole card', () => {
    const held: Held = { ...NOTHING, nodes: new Set(['client', 'nlb-80']), renaming: 'client' };
    const views = fc.array(
      fc.tuple(
        fc.integer({ min: -4000, max: 4000 }),
        fc.integer({ min: -9000, max: 9000 }),
        fc.double({ min: 0.05, max: 2, noNaN: true }),
      ),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(views, (steps) => {
        const mount = createMounting();
        for (const step of steps) {
          const { cards } = mount(scene, windowOf(...step), held);
          expect(cards.get('client')).toBe('card');
          expect(cards.has('nlb-80')).toBe(true);
        }
      }),
    );
  });

  it('brings a few at once, so that no frame is late', () => {
    const mount = createMounting();
    const window = windowOf(-600, -1200, 1);
    let before = 0;
    for (let step = 0; step < 20; step += 1) {
      const { cards } = mount(scene, window, NOTHING);
      expect(cards.size - before).toBeLessThanOrEqual(10);
      before = cards.size;
    }
    expect(before).toBeGreaterThan(10);
  });
});
