import { describe, expect, it } from 'vitest';
import { centreOf } from '../../../../../webview/canvas/geometry';
import { thingAt } from '../../../../../webview/canvas/tiers/touch';
import { sceneOf } from '../../scenes';
import { chain } from '../../topology';

const topology = chain(6);
const scene = sceneOf(topology);

describe('thingAt', () => {
  it('finds every card at its middle, and every wire where its line begins and leads', () => {
    for (const { id, rect } of scene.cards.values()) {
      expect(thingAt(scene, centreOf(rect), 9)).toEqual({ node: id });
    }
    const wire = scene.wires.find(({ key }) => key === 'nlb-4--service-4');
    const { x = 0, y = 0 } = wire?.path.label ?? {};
    expect(thingAt(scene, { x, y: y + 8 }, 9)).toEqual({ edge: 'nlb-4--service-4' });
    expect(thingAt(scene, { x, y: y + 20 }, 9)).toEqual({});
  });

  it('finds a frame by its top edge alone', () => {
    const rect = scene.frames.get('cluster')?.rect ?? { x: 0, y: 0, width: 0, height: 0 };
    expect(thingAt(scene, { x: rect.x + 20, y: rect.y + 10 }, 2)).toEqual({ node: 'cluster' });
    expect(thingAt(scene, { x: rect.x + 4, y: rect.y + 60 }, 2)).toEqual({});
  });
});
