import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../../src/model/changes';
import { valueAt } from '../../../../src/model/json';
import type { Topology } from '../../../../src/model/topology';
import { reconnect } from '../../../../webview/gestures/reconnect';
import { registry, topologyOf } from '../topology';

const service = { kind: 'ecsService', image: 'nginx', port: 80 };

function edgesAfter(topology: Topology, ...[key, end, to]: [string, 'from' | 'to', string]) {
  const moved = reconnect(topology, registry, key, end, to);
  if (!moved.ok) return moved.reason;
  const result = applyEdit(topology.file, { type: 'batch', edits: [...moved.edits] }, registry);
  return result.ok ? [moved.key, valueAt(result.value, ['edges'])] : result.reason;
}

describe('moving an end of a wire', () => {
  it('keeps the place of the wire in the file and all that it says', () => {
    const topology = topologyOf(
      { link: { kind: 'vpcLink' }, a: { kind: 'nlb' }, b: { kind: 'nlb' }, service },
      [
        { from: 'link', to: 'a', routes: ['ANY /users'], note: 'ours' },
        { from: 'a', to: 'service' },
      ],
    );
    expect(edgesAfter(topology, 'link--a', 'to', 'b')).toEqual([
      'link--b',
      [
        { from: 'link', to: 'b', routes: ['ANY /users'], note: 'ours' },
        { from: 'a', to: 'service' },
      ],
    ]);
  });

  it('takes the next listener where its own is taken at the other load balancer', () => {
    const topology = topologyOf({ a: { kind: 'nlb' }, b: { kind: 'nlb' }, one: service, two: service }, [
      { from: 'a', to: 'one' },
      { from: 'b', to: 'two' },
    ]);
    expect(edgesAfter(topology, 'b--two', 'from', 'a')).toEqual([
      'a--two',
      [
        { from: 'a', to: 'one' },
        { from: 'a', to: 'two', listener: 8080 },
      ],
    ]);
  });

  it('leaves a second wire between the same two a key of its own', () => {
    const topology = topologyOf({ nlb: { kind: 'nlb' }, one: service, two: service }, [
      { from: 'nlb', to: 'one' },
      { from: 'nlb', to: 'two', listener: 8080 },
    ]);
    expect(edgesAfter(topology, 'nlb--two', 'to', 'one')).toEqual([
      'nlb--one--8080',
      [
        { from: 'nlb', to: 'one' },
        { from: 'nlb', to: 'one', listener: 8080 },
      ],
    ]);
  });

  it('drops what means nothing there, and says what it must', () => {
    const topology = topologyOf({ nlb: { kind: 'nlb' }, one: service, two: service }, [
      { from: 'nlb', to: 'two', listener: 81, targetPort: 8080 },
    ]);
    expect(edgesAfter(topology, 'nlb--two', 'from', 'one')).toEqual([
      'one--two',
      [{ from: 'one', to: 'two', env: 'TWO_URL' }],
    ]);
  });

  it('is refused with the reason that a new wire would have', () => {
    const topology = topologyOf(
      { client: { kind: 'client' }, api: { kind: 'apiGateway' }, nlb: { kind: 'nlb' } },
      [{ from: 'client', to: 'api' }],
    );
    expect(edgesAfter(topology, 'client--api', 'to', 'nlb')).toBe(
      'Client connects to API Gateway, not to Network load balancer.',
    );
    expect(edgesAfter(topology, 'client--nlb', 'to', 'api')).toBe('There is no such wire any more.');
  });

  it('does not stand in its own way where only one such wire may be', () => {
    const names = (name: string) => ({ kind: 'cloudMap', name });
    const topology = topologyOf({ service, a: names('a.local'), b: names('b.local') }, [
      { from: 'service', to: 'a' },
    ]);
    expect(edgesAfter(topology, 'service--a', 'to', 'b')).toEqual([
      'service--b',
      [{ from: 'service', to: 'b' }],
    ]);
  });
});
