import { describe, expect, it } from 'vitest';
import { alongPath } from '../../../../webview/gestures/path';
import { stepFrom, wireBeside, type Direction, type Spot } from '../../../../webview/gestures/steps';
import { sceneOf } from '../scenes';
import { chain, topologyOf } from '../topology';

const topology = chain(2);
const scene = sceneOf(topology);

function walk(start: string, ...directions: Direction[]): string | undefined {
  let spot: Spot | undefined = { node: start };
  for (const direction of directions) spot = stepFrom(spot, direction, topology, scene);
  return spot && ('node' in spot ? spot.node : spot.edge);
}

describe('an arrow', () => {
  it('begins where the path begins', () => {
    expect(stepFrom(undefined, 'right', topology, scene)).toEqual({ node: 'client' });
  });

  it('follows the request to the right and back to the left', () => {
    expect(walk('client', 'right', 'right')).toBe('link');
    expect(walk('link', 'left', 'left')).toBe('client');
  });

  it('goes up and down to what stands there, and into a cluster by its top edge', () => {
    expect(walk('nlb-1', 'down')).toBe('nlb-2');
    expect(walk('nlb-2', 'up')).toBe('nlb-1');
    expect(walk('service-1', 'up')).toBe('cluster');
    expect(walk('cluster', 'down')).toBe('service-1');
  });

  it('goes to the nearest card where no wire leads on', () => {
    const strays = topologyOf({ a: { kind: 'nlb' }, b: { kind: 'nlb' }, c: { kind: 'nlb' } }, [], {
      a: [0, 0],
      b: [400, 16],
      c: [300, 600],
    });
    expect(stepFrom({ node: 'a' }, 'right', strays, sceneOf(strays))).toEqual({ node: 'b' });
    expect(stepFrom({ node: 'a' }, 'left', strays, sceneOf(strays))).toBeUndefined();
  });

  it('leads from a wire to its ends and to the other wires of its card', () => {
    const from = (edge: string, direction: Direction) => stepFrom({ edge }, direction, topology, scene);
    expect(from('api--link', 'right')).toEqual({ node: 'link' });
    expect(from('api--link', 'left')).toEqual({ node: 'api' });
    expect(from('link--nlb-1', 'down')).toEqual({ edge: 'link--nlb-2' });
    expect(from('link--nlb-2', 'down')).toBeUndefined();
  });

  it('knows the wire at each side of a card', () => {
    expect(wireBeside('api', 'right', topology, scene)?.key).toBe('api--link');
    expect(wireBeside('api', 'left', topology, scene)?.key).toBe('client--api');
    expect(wireBeside('client', 'left', topology, scene)).toBeUndefined();
  });
});

describe('along the path', () => {
  const from = (id: string, way: 'upstream' | 'downstream' | 'both') =>
    [...alongPath({ nodes: new Set([id]), edges: new Set() }, way, topology).nodes].sort();

  it('goes up to who calls, and down to what is called', () => {
    expect(from('nlb-1', 'upstream')).toEqual(['api', 'client', 'link', 'nlb-1']);
    expect(from('nlb-1', 'downstream')).toEqual(['names', 'nlb-1', 'service-1']);
    expect(from('nlb-1', 'both')).toEqual(['api', 'client', 'link', 'names', 'nlb-1', 'service-1']);
  });

  it('takes the wires along, starts from a wire too, and ends in a circle', () => {
    const service = { kind: 'ecsService', image: 'nginx', port: 80 };
    const circle = topologyOf({ a: service, b: service }, [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ]);
    const { nodes, edges } = alongPath({ nodes: new Set(), edges: new Set(['a--b']) }, 'downstream', circle);
    expect([[...nodes].sort(), [...edges].sort()]).toEqual([
      ['a', 'b'],
      ['a--b', 'b--a'],
    ]);
  });
});
