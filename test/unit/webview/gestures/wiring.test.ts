import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../../src/model/changes';
import { memberOf } from '../../../../src/model/json';
import type { Topology } from '../../../../src/model/topology';
import { addNode } from '../../../../webview/gestures/newCard';
import {
  addWired,
  obviousWiring,
  wiringAt,
  wiringInto,
  wiringText,
  type Wiring,
} from '../../../../webview/gestures/wiring';
import { kind, sceneOf } from '../scenes';
import { chain, registry, topologyOf } from '../topology';

const service = { kind: 'ecsService', image: 'nginx', port: 80 };

function edgesAfter(name: string, wiring: Wiring, topology: Topology) {
  const added = addNode(kind(name), { x: 0, y: 0 }, topology, sceneOf(topology));
  const result = applyEdit(topology.file, addWired(added, wiring, topology, registry), registry);
  return result.ok ? memberOf(result.value, 'edges') : result.reason;
}

describe('the obvious way', () => {
  it('leads a load balancer from the link to the service that both wait for it', () => {
    const topology = topologyOf({ link: { kind: 'vpcLink' }, service });
    const wiring = obviousWiring(kind('nlb'), topology, registry);
    expect(wiring).toEqual({ from: 'link', to: ['service'] });
    expect(edgesAfter('nlb', wiring, topology)).toEqual([
      { from: 'link', to: 'nlb', routes: ['ANY /nlb', 'ANY /nlb/{proxy+}'] },
      { from: 'nlb', to: 'service' },
    ]);
  });

  it('puts a service behind the load balancer, not behind the link, and into the only namespace', () => {
    const topology = topologyOf(
      { link: { kind: 'vpcLink' }, nlb: { kind: 'nlb' }, names: { kind: 'cloudMap', name: 'a.local' } },
      [{ from: 'link', to: 'nlb' }],
    );
    expect(obviousWiring(kind('ecsService'), topology, registry)).toEqual({ from: 'nlb', to: ['names'] });
  });

  it('does not put a service behind a link, where a load balancer may still come', () => {
    const topology = topologyOf({ link: { kind: 'vpcLink' } });
    expect(obviousWiring(kind('ecsService'), topology, registry)).toEqual({ to: [] });
  });

  it('takes the one of several load balancers that leads nowhere yet', () => {
    const topology = topologyOf({ a: { kind: 'nlb' }, b: { kind: 'nlb' }, service }, [
      { from: 'a', to: 'service' },
    ]);
    expect(obviousWiring(kind('ecsService'), topology, registry)).toEqual({ from: 'b', to: [] });
  });

  it('is nobody’s guess among several that all wait, or among services that could call it', () => {
    const topology = topologyOf({ a: { kind: 'nlb' }, b: { kind: 'nlb' }, one: service, two: service });
    expect(obviousWiring(kind('ecsService'), topology, registry)).toEqual({ to: [] });
    expect(obviousWiring(kind('nlb'), topology, registry)).toEqual({ to: [] });
  });

  it('gives a second service of the only load balancer the next listener', () => {
    const topology = chain();
    const wiring = obviousWiring(kind('ecsService'), topology, registry);
    expect(edgesAfter('ecsService', wiring, topology)).toEqual([
      ...topology.edges.map(({ raw }) => raw),
      { from: 'nlb-1', to: 'service', listener: 8080 },
      { from: 'service', to: 'names' },
    ]);
  });
});

describe('beside a card', () => {
  const topology = chain();
  const node = (id: string) => {
    const found = topology.nodes.get(id);
    if (!found) throw new Error(`No such node: ${id}`);
    return found;
  };

  it('stands behind it where a wire can lead there', () => {
    expect(wiringAt(node('link'), kind('nlb'), topology, registry)).toEqual({ from: 'link', to: [] });
  });

  it('stands before it where only that can be', () => {
    expect(wiringAt(node('service-1'), kind('nlb'), topology, registry)).toEqual({
      from: 'link',
      to: ['service-1'],
    });
  });
});

describe('on a wire', () => {
  const topology = topologyOf({ link: { kind: 'vpcLink' }, service }, [
    { from: 'link', to: 'service', routes: ['ANY /a'] },
  ]);

  it('takes the end of the wire, with what it says, and leads on', () => {
    const wiring = wiringInto(kind('nlb'), 'link--service', topology);
    expect(wiring).toEqual({ from: 'link', to: ['service'], into: 'link--service' });
    expect(wiring && edgesAfter('nlb', wiring, topology)).toEqual([
      { from: 'link', to: 'nlb', routes: ['ANY /a'] },
      { from: 'nlb', to: 'service' },
    ]);
    expect(wiring && wiringText(wiring, topology)).toBe('Between link and service');
  });

  it('is refused where the kind cannot stand there', () => {
    expect(wiringInto(kind('cloudMap'), 'link--service', topology)).toBeUndefined();
  });
});

it('says what it does, and nothing where it does nothing', () => {
  const topology = topologyOf({ link: { kind: 'vpcLink', title: 'The link' }, service });
  expect(wiringText({ from: 'link', to: ['service'] }, topology)).toBe('From The link, to service');
  expect(wiringText({ to: ['service'] }, topology)).toBe('To service');
  expect(wiringText({ to: [] }, topology)).toBe('');
});
