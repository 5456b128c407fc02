import { describe, expect, it } from 'vitest';
import { canConnect } from '../../../src/model/connect';
import { readTopology } from '../../../src/model/topology';
import { registry, twoServices, withNodes } from '../../fakes/topologies';

/** One free node of each kind, beside two services that are wired up. */
const topology = readTopology(
  withNodes(twoServices(), {
    a: { kind: 'client' },
    b: { kind: 'apiGateway', title: 'Public API' },
    c: { kind: 'vpcLink' },
    d: { kind: 'nlb' },
    e: { kind: 'ecsCluster' },
    f: { kind: 'ecsService' },
    g: { kind: 'cloudMap', name: 'other.internal' },
    x: { kind: 'teapot' },
  }),
  registry,
);
const legality = (from: string, to: string) => {
  const result = canConnect(topology, registry, from, to);
  return result.ok ? result.accepted.capability : result.reason;
};

describe('a wire', () => {
  it.each([
    ['a', 'b', 'httpApi'],
    ['b', 'c', 'apiLink'],
    ['c', 'd', 'httpTarget'],
    ['c', 'f', 'httpTarget'],
    ['d', 'f', 'tcpService'],
    ['f', 'g', 'registry'],
    ['f', 'users', 'tcpService'],
  ])('may be drawn from %s to %s, for %s', (from, to, capability) => {
    expect(legality(from, to)).toBe(capability);
  });

  it('may be drawn between these kinds and no others', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const legal = ids.flatMap((from) =>
      ids.filter((to) => canConnect(topology, registry, from, to).ok).map((to) => from + to),
    );
    expect(legal).toEqual(['ab', 'bc', 'cd', 'cf', 'df', 'fg']);
  });

  it.each([
    ['b', 'a', 'Draw it the other way round, from a to Public API: arrows follow the request.'],
    ['a', 'd', 'Client connects to API Gateway, not to Network load balancer.'],
    ['c', 'e', 'VPC link connects to Network load balancer or ECS service, not to ECS cluster.'],
    ['e', 'f', 'No wire leaves ECS cluster: it is where paths end.'],
    ['f', 'f', 'A node cannot be connected to itself.'],
    ['a', 'x', 'A wire joins two nodes of known kinds.'],
    ['a', 'gone', 'A wire joins two nodes of known kinds.'],
    ['client', 'api', 'client is connected to api already.'],
    ['users', 'g', 'users leads to shop.internal already. AWS takes one registry per service.'],
  ])('may not be drawn from %s to %s', (from, to, reason) => {
    expect(legality(from, to)).toBe(reason);
  });

  it('may join a load balancer and a service once more, on another listener', () => {
    expect(legality('nlb', 'users')).toBe('tcpService');
  });
});
