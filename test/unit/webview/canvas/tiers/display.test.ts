import { describe, expect, it } from 'vitest';
import type { StatusMessage } from '../../../../../src/model/protocol';
import type { Rect } from '../../../../../webview/canvas/geometry';
import { layout } from '../../../../../webview/canvas/layout';
import { indexProblems } from '../../../../../webview/canvas/problemIndex';
import { createSceneMaker } from '../../../../../webview/canvas/scene';
import type { Colours } from '../../../../../webview/canvas/tiers/colours';
import { displayOf, isBlank, isSameDisplay, type Picture } from '../../../../../webview/canvas/tiers/display';
import { chain, measure, registry } from '../../topology';

const topology = chain(8);
const placed = layout(topology, registry, measure, new Map());
const colours = Object.fromEntries(
  ['line', 'strong', 'focus', 'good', 'bad', 'warn'].map((name) => [name, name]),
) as unknown as Colours;
const nothingSelected = { nodes: new Set<string>(), edges: new Set<string>() };

const make = createSceneMaker(measure);
const sceneWith = (drag: ReadonlyMap<string, { x: number; y: number }> = new Map()) =>
  make(topology, placed, drag, undefined);
const moved = (id: string, by: number) =>
  new Map([[id, { x: placed.get(id)?.x ?? 0, y: (placed.get(id)?.y ?? 0) + by }]]);

function picture(changes: Partial<Picture> = {}): Picture {
  return {
    scene: sceneWith(),
    tier: 'near',
    moving: new Set(),
    state: { status: undefined, selection: nothingSelected, rewiring: undefined, discardedPlan: undefined },
    problems: indexProblems([]),
    colours,
    ...changes,
  };
}

function around(id: string): Rect {
  const { x, y } = placed.get(id) ?? { x: 0, y: 0 };
  return { x: x - 8, y: y - 8, width: 300, height: 60 };
}

const withState = (state: Partial<Picture['state']>) => picture({ state: { ...picture().state, ...state } });
const healthOf = (id: string, state: 'ok' | 'broken') =>
  ({ nodes: { [id]: { state } }, edges: {} }) as unknown as StatusMessage;

const same = (one: Picture, other: Picture, area: Rect) =>
  isSameDisplay(displayOf(one, area), displayOf(other, area));

describe('what is painted of an area', () => {
  it('is what touches it, with what its colour depends on', () => {
    const { cards, wires, frames } = displayOf(
      withState({ status: healthOf('nlb-3', 'ok') }),
      around('nlb-3'),
    );
    expect(cards).toMatchObject([{ card: { id: 'nlb-3' }, look: 'ok', isSelected: false, problems: 0 }]);
    expect(wires.map(({ wire, colour }) => [wire.key, colour])).toContainEqual(['link--nlb-3', 'strong']);
    expect(frames).toEqual([]);
  });

  it('has frames only where none is in the page', () => {
    const area = around('service-1');
    expect(displayOf(picture({ tier: 'far' }), area).frames.length).toBeGreaterThan(0);
    expect(isBlank(displayOf(picture({ tier: 'far' }), { x: -9000, y: -9000, width: 10, height: 10 }))).toBe(
      true,
    );
  });

  it('lacks what the page shows alone: what is dragged, and a wire whose end is', () => {
    const area = around('nlb-3');
    const dragged = displayOf(picture({ moving: new Set(['nlb-3']) }), area);
    expect(dragged.cards).toEqual([]);
    expect(dragged.wires.filter(({ wire }) => wire.key.includes('nlb-3'))).toEqual([]);
    const rewiring = { key: 'link--nlb-3' } as NonNullable<Picture['state']['rewiring']>;
    const keys = displayOf(withState({ rewiring }), area).wires.map(({ wire }) => wire.key);
    expect(keys).not.toContain('link--nlb-3');
    expect(keys).toContain('nlb-3--service-3');
  });
});

describe('an area is painted again', () => {
  const here = around('nlb-3');

  it('where a card looks different, and nowhere else', () => {
    for (const other of [
      withState({ status: healthOf('nlb-3', 'broken') }),
      withState({ selection: { ...nothingSelected, nodes: new Set(['nlb-3']) } }),
      withState({ selection: { ...nothingSelected, edges: new Set(['link--nlb-3']) } }),
    ]) {
      expect(same(picture(), other, here)).toBe(false);
      expect(same(picture(), other, around('client'))).toBe(true);
    }
    expect(
      same(
        withState({ status: healthOf('nlb-3', 'ok') }),
        withState({ status: healthOf('nlb-3', 'ok') }),
        here,
      ),
    ).toBe(true);
  });

  it('with another theme, and in another tier', () => {
    expect(same(picture(), picture({ colours: { ...colours } }), here)).toBe(false);
    expect(same(picture(), picture({ tier: 'middle' }), here)).toBe(false);
  });

  it('where something makes way or follows, not where the page alone draws what moves', () => {
    const moving = new Set(['client']);
    const at = (by: number) =>
      displayOf(picture({ scene: sceneWith(moved('client', by)), moving }), around('client'));
    const [first, next] = [at(8), at(16)];
    expect(isSameDisplay(first, next)).toBe(true);
    const dropped = displayOf(picture({ scene: sceneWith() }), around('client'));
    expect(isSameDisplay(next, dropped)).toBe(false);
    const everywhere = { x: -5000, y: -5000, width: 20_000, height: 20_000 };
    const far = (by: number) =>
      displayOf(
        picture({ tier: 'far', scene: sceneWith(moved('service-8', by)), moving: new Set(['service-8']) }),
        everywhere,
      );
    const [near, away] = [far(160), far(320)];
    expect(isSameDisplay(near, away)).toBe(false);
  });
});
