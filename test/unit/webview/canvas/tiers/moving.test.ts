import { expect, it } from 'vitest';
import { layout } from '../../../../../webview/canvas/layout';
import { createScene } from '../../../../../webview/canvas/scene';
import { isMoving, MOST_HELD, movingIn } from '../../../../../webview/canvas/tiers/moving';
import { chain, measure, registry } from '../../topology';

it('leaves what is dragged to the page with its wires, unless it is too much', () => {
  const topology = chain(8);
  const placed = layout(topology, registry, measure, new Map());
  const scene = createScene(topology, placed, new Map(), undefined, measure);
  const moving = movingIn(new Map([['nlb-1', { x: 0, y: 0 }]]));
  expect(scene.wires.filter((wire) => isMoving(wire, moving)).map(({ key }) => key)).toEqual([
    'link--nlb-1',
    'nlb-1--service-1',
  ]);
  const many = Array.from({ length: MOST_HELD + 1 }, (_none, index) => [`${index}`, { x: 0, y: 0 }] as const);
  expect(movingIn(new Map(many)).size).toBe(0);
});
