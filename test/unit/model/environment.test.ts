import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  environmentsOf,
  inEnvironment,
  missingEnvironment,
  placeInFile,
} from '../../../src/model/environment';
import { expand } from '../../../src/model/expand';
import { pointer, valueAt, type JsonObject, type JsonValue } from '../../../src/model/json';
import { readTopology } from '../../../src/model/topology';
import { chain, registry, withNodes } from '../../fakes/topologies';
import { anything, topology } from './randomTopology';

const withEnvironments = (environments: JsonObject, document: JsonObject = chain()): JsonObject => ({
  ...document,
  environments,
});
/** The chain as one environment has it. */
const dev = (patch: JsonObject) => inEnvironment(withEnvironments({ dev: patch }), 'dev');

describe('an environment', () => {
  it('is the file where it says nothing', () => {
    expect(dev({})).toEqual(chain());
  });

  it('changes account, region and members of nodes', () => {
    const patch = { account: '123456789012', region: 'us-east-1', nodes: { users: { cpu: 512 } } };
    expect(dev(patch)).toEqual({
      ...withNodes(chain(), { users: { cpu: 512 } }),
      account: '123456789012',
      region: 'us-east-1',
    });
  });

  it('adds nodes, and takes away nodes and members by null', () => {
    const patch = {
      region: null,
      nodes: { names: null, more: { kind: 'nlb', name: null }, api: { stage: 'x' } },
    };
    const expected = withNodes(chain(), { names: null, more: { kind: 'nlb' }, api: { stage: 'x' } });
    delete (expected as Record<string, JsonValue>)['region'];
    expect(dev(patch)).toEqual(expected);
  });

  it('replaces the network and an authorization whole', () => {
    const jwt = (issuer: string, audience: string) => ({ jwt: { issuer, audience: [audience] } });
    const base = withNodes(chain(), { api: { auth: jwt('https://a.test', 'a') } });
    const patch = {
      network: { cidr: '10.0.0.0/16', egress: 'nat' },
      nodes: { api: { auth: { jwt: { issuer: 'https://b.test' } } } },
    };
    const there = inEnvironment(withEnvironments({ dev: patch }, base), 'dev');
    expect(valueAt(there, ['network'])).toEqual(patch.network);
    expect(valueAt(there, ['nodes', 'api', 'auth'])).toEqual({ jwt: { issuer: 'https://b.test' } });
  });

  it('shares everything else', () => {
    expect(dev({ name: 'other', edges: [], layout: {}, tags: { a: 'b' } })).toEqual(chain());
  });

  it('is known by a proper name and an object', () => {
    const environments = { dev: {}, Prod: {}, 'a-b': {}, 'far-too-long-a-name': {}, test: 3, stage2: {} };
    expect(environmentsOf(withEnvironments(environments))).toEqual(['dev', 'stage2']);
    expect(environmentsOf([])).toEqual([]);
  });

  it('that is not there is told with those that are', () => {
    const file = withEnvironments({ dev: {}, prod: {}, test: 3 });
    expect(missingEnvironment(file, 'dev')).toBeUndefined();
    expect(missingEnvironment(file, 'staging')).toBe('There is no environment staging. Name dev or prod.');
    expect(missingEnvironment(file, 'toString')).toBe('There is no environment toString. Name dev or prod.');
    expect(missingEnvironment(file, 'test')).toMatch(/cannot be used until/);
    expect(missingEnvironment(chain(), 'dev')).toMatch(/^The file has no environments/);
  });
});

describe('by the laws of merge patches', () => {
  const patch = fc.oneof(anything, topology).map((value) => ({ nodes: value, network: value }));

  it('an empty one changes nothing, whatever is in the file', () => {
    fc.assert(
      fc.property(topology, (document) => {
        expect(inEnvironment({ ...document, environments: { dev: {} } }, 'dev')).toEqual(document);
      }),
    );
  });

  it('one that is applied twice is applied once', () => {
    fc.assert(
      fc.property(topology, patch, (document, change) => {
        const once = inEnvironment({ ...document, environments: { dev: change } }, 'dev') as JsonObject;
        expect(inEnvironment({ ...once, environments: { dev: change } }, 'dev')).toEqual(once);
      }),
    );
  });

  it('what it does not name stays, known or not, and what it nulls is gone', () => {
    fc.assert(
      fc.property(topology, fc.constantFrom('a', 'b', '__proto__'), (document, id) => {
        const nodes = Object.fromEntries([[id, null]]);
        const there = inEnvironment({ ...document, environments: { dev: { nodes } } }, 'dev');
        expect(valueAt(there, ['nodes', id])).toBeUndefined();
        for (const [other, node] of Object.entries(valueAt(document, ['nodes']) ?? {})) {
          if (other !== id) expect(valueAt(there, ['nodes', other])).toBe(node);
        }
      }),
    );
  });
});

describe('the place of a value', () => {
  const file = withEnvironments({
    dev: {
      region: 'us-east-1',
      network: { vpcId: 'vpc-1' },
      nodes: { users: { cpu: 512, port: null, health: { path: '/' } }, more: { kind: 'nlb' } },
    },
  });
  it.each<[(string | number)[], string]>([
    [['region'], '/environments/dev/region'],
    [['account'], '/account'],
    [['network', 'subnetIds'], '/environments/dev/network/subnetIds'],
    [['nodes', 'users', 'cpu'], '/environments/dev/nodes/users/cpu'],
    [['nodes', 'users', 'port'], '/environments/dev/nodes/users/port'],
    [['nodes', 'users', 'image'], '/nodes/users/image'],
    [['nodes', 'users', 'health', 'timeout'], '/environments/dev/nodes/users/health/timeout'],
    [['nodes', 'more', 'name'], '/environments/dev/nodes/more/name'],
    [['edges', 0, 'to'], '/edges/0/to'],
    [[], ''],
  ])('%j is %s', (path, place) => {
    expect(pointer(placeInFile(file, 'dev', path))).toBe(place);
  });
});

describe('a drawing of one of several', () => {
  const nodes = { second: { kind: 'ecsService', cluster: 'cluster', image: 'x:1', port: 80 } };
  const file = withEnvironments({ dev: { nodes: { ...nodes, names: null } }, prod: {} });
  const edges = [...(file['edges'] as JsonValue[]), { from: 'nlb', to: 'second', listener: 81 }];
  const keys = (environment?: string) =>
    readTopology({ ...file, edges }, registry, environment).edges.map(({ key, index }) => `${index} ${key}`);

  it('leaves out edges whose ends are elsewhere, and keeps their places in the file', () => {
    expect(keys()).toEqual(['0 client--api', '1 api--link', '2 link--nlb', '3 nlb--users', '4 users--names']);
    expect(keys('dev').slice(3)).toEqual(['3 nlb--users', '5 nlb--second']);
    expect(keys('prod')).toEqual(keys());
  });

  it('has resources of the same ids as the base, and other names', () => {
    const resources = (environment?: string) => {
      const stack = { name: 'shop', ...(environment !== undefined && { environment }) };
      return expand(readTopology(file, registry, environment), registry, { stack, region: 'eu-west-1' });
    };
    expect(resources('prod').map(({ id }) => id)).toEqual(resources().map(({ id }) => id));
    const unique = (environment?: string) =>
      resources(environment).flatMap(({ type, props }) =>
        'name' in props && !/Stage|ECS::Service|ServiceDiscovery::Service/.test(type) ? [props.name] : [],
      );
    expect(unique().filter((name) => unique('prod').includes(name))).toEqual([]);
  });
});
