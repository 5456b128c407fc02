import { describe, expect, it } from 'vitest';
import { layout } from '../../../../../webview/canvas/layout';
import { createSceneMaker } from '../../../../../webview/canvas/scene';
import { isMoving, isPaintedSame, MOST_HELD, movingIn } from '../../../../../webview/canvas/tiers/moving';
import { chain, measure, registry } from '../../topology';

const topology = chain(8);
const placed = layout(topology, registry, measure, new Map());
const at = (id: string, dy: number) => ({ x: placed.get(id)?.x ?? 0, y: (placed.get(id)?.y ?? 0) + dy });

describe('what is dragged', () => {
  it('is left to the page with its wires, unless it is too much', () => {
    const moving = movingIn(new Map([['nlb-1', { x: 0, y: 0 }]]));
    const scene = createSceneMaker(measure)(topology, placed, new Map(), undefined);
    expect(scene.wires.filter((wire) => isMoving(wire, moving)).map(({ key }) => key)).toEqual([
      'link--nlb-1',
      'nlb-1--service-1',
    ]);
    const many = Array.from(
      { length: MOST_HELD + 1 },
      (_none, index) => [`${index}`, { x: 0, y: 0 }] as const,
    );
    expect(movingIn(new Map(many)).size).toBe(0);
  });

  it('makes no other painting as long as nothing else makes way', () => {
    const make = createSceneMaker(measure);
    const step = (dy: number) => make(topology, placed, new Map([['client', at('client', dy)]]), undefined);
    const moving = new Set(['client']);
    const [first, next] = [step(8), step(16)];
    expect(isPaintedSame(first, next, moving, 'near')).toBe(true);
    expect(isPaintedSame(first, next, new Set(), 'near')).toBe(false);
    const dropped = make(topology, placed, new Map(), undefined);
    expect(isPaintedSame(next, dropped, new Set(), 'near')).toBe(false);
  });

  it('makes another one where a frame follows that is painted', () => {
    const make = createSceneMaker(measure);
    const step = (dy: number) =>
      make(topology, placed, new Map([['service-8', at('service-8', dy)]]), undefined);
    const moving = new Set(['service-8']);
    const [first, next] = [step(160), step(320)];
    expect(isPaintedSame(first, next, moving, 'far')).toBe(false);
  });
});
