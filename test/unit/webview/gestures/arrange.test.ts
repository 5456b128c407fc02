import { describe, expect, it } from 'vitest';
import { align, distribute } from '../../../../webview/gestures/arrange';
import { group } from '../../../../webview/gestures/group';
import { sceneOf } from '../scenes';
import { registry, topologyOf } from '../topology';

const service = { kind: 'ecsService', image: 'nginx', port: 80, cluster: 'cluster' };

/** Cards of 144 × 80, a long one of more, and two services in a cluster. */
const topology = topologyOf(
  {
    a: { kind: 'nlb', name: 'a' },
    b: { kind: 'nlb', name: 'b' },
    long: { kind: 'nlb', name: 'a-name-that-is-rather-long' },
    cluster: { kind: 'ecsCluster' },
    one: service,
    two: service,
  },
  [],
  { a: [0, 0], b: [320, 33], long: [1000, 300], one: [0, 800], two: [0, 960] },
);
const scene = sceneOf(topology);
const width = (id: string) => scene.cards.get(id)?.rect.width ?? 0;
const set = (...ids: string[]) => new Set(ids);

describe('align', () => {
  it.each([
    ['left', { b: [0, 33], long: [0, 300] }],
    ['right', { a: [1000 + width('long') - width('a'), 0], b: [1000 + width('long') - width('b'), 33] }],
    ['top', { b: [320, 0], long: [1000, 0] }],
    ['bottom', { a: [0, 300], b: [320, 300] }],
    ['middle', { a: [0, 150], b: [320, 150], long: [1000, 150] }],
  ] as const)('brings the cards to the %s of them all', (how, positions) => {
    expect(align(set('a', 'b', 'long'), how, topology, scene)).toEqual({ type: 'move', positions });
  });

  it('brings centres to the centre, cards of different width too', () => {
    const edit = align(set('a', 'long'), 'centre', topology, scene);
    const middle = (1000 + width('long')) / 2;
    expect(edit).toEqual({
      type: 'move',
      positions: { a: [middle - width('a') / 2, 0], long: [middle - width('long') / 2, 300] },
    });
  });

  it('takes a cluster as one, with its services', () => {
    const edit = align(set('cluster', 'one', 'a'), 'top', topology, scene);
    expect(edit).toEqual({ type: 'move', positions: { one: [0, 32], two: [0, 192] } });
  });

  it('has nothing to do with one card, or with cards that lie so', () => {
    expect(align(set('a'), 'left', topology, scene)).toBeUndefined();
    expect(align(set('one', 'two'), 'left', topology, scene)).toBeUndefined();
  });
});

describe('distribute', () => {
  it('makes the gaps equal and leaves the outer two', () => {
    const gap = (1000 - width('a') - width('b')) / 2;
    expect(distribute(set('long', 'b', 'a'), 'x', topology, scene)).toEqual({
      type: 'move',
      positions: { b: [width('a') + gap, 33] },
    });
    expect(distribute(set('a', 'b', 'long'), 'y', topology, scene)).toEqual({
      type: 'move',
      positions: { b: [320, 150] },
    });
  });

  it('has nothing to do with two', () => {
    expect(distribute(set('a', 'b'), 'x', topology, scene)).toBeUndefined();
  });
});

describe('group', () => {
  it('makes a cluster of the selected services and leaves the other cards', () => {
    expect(group(set('a', 'one', 'two'), topology, registry)).toEqual({
      ok: true,
      id: 'cluster-2',
      edit: {
        type: 'batch',
        edits: [
          { type: 'addNode', id: 'cluster-2', node: { kind: 'ecsCluster' } },
          { type: 'setField', target: { node: 'one' }, path: ['cluster'], value: 'cluster-2' },
          { type: 'setField', target: { node: 'two' }, path: ['cluster'], value: 'cluster-2' },
        ],
      },
    });
  });

  it('says what can be grouped where nothing selected can', () => {
    expect(group(set('a', 'b'), topology, registry)).toEqual({
      ok: false,
      reason: 'Nothing is selected that stands in a cluster. Select at least one ECS service.',
    });
  });
});
