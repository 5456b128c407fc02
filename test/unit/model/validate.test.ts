import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/model/changes';
import type { JsonObject, JsonValue } from '../../../src/model/json';
import { TEMPLATES } from '../../../src/model/templates';
import { planningProblems, validate } from '../../../src/model/validate';
import {
  chain,
  originalChain,
  registry,
  twoServices,
  withEdges,
  withNodes,
  withTwin,
} from '../../fakes/topologies';

const problems = (document: JsonValue) => validate(document, registry);
/** `path code`, of errors and warnings. */
const told = (document: JsonValue) =>
  problems(document)
    .filter(({ severity }) => severity !== 'info')
    .map(({ path, code }) => `${path} ${code}`);
const messages = (document: JsonValue) => problems(document).map(({ message }) => message);

/** An object with a member that `{ … }` would not take for one. */
const hostile = (member: string, value: JsonValue): JsonObject => Object.fromEntries([[member, value]]);

function afterFix(document: JsonValue, code: string): JsonValue {
  const fix = problems(document).find((problem) => problem.code === code)?.fix;
  if (!fix) throw new Error(`No fix for ${code}`);
  return fix.edits.reduce((current, edit) => {
    const result = applyEdit(current, edit, registry);
    if (!result.ok) throw new Error(result.reason);
    return result.value;
  }, document);
}

describe('a sound document', () => {
  it.each([chain(), twoServices()])('has no problems', (document) => {
    expect(problems(document)).toEqual([]);
  });

  it('may be the original chain, of which three things are good to know', () => {
    expect(problems(originalChain()).map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'info T10',
      'info T25',
      'info T20',
    ]);
  });

  it.each(TEMPLATES)('may come from the template $id', (template) => {
    expect(told(template.document('shop'))).toEqual([]);
  });
});

describe('a file that is no topology', () => {
  it.each([null, true, 'x', 3, []])('is told so: %j', (document) => {
    expect(told(document)).toEqual([' not-an-object']);
  });

  it('needs its members', () => {
    expect(told({})).toEqual([
      '/version required',
      '/name required',
      '/nodes missing-member',
      '/edges missing-member',
    ]);
    expect(told(afterFix(afterFix({ version: 1, name: 'x' }, 'missing-member'), 'missing-member'))).toEqual(
      [],
    );
  });

  it('may have a version that is to come', () => {
    expect(problems({ ...chain(), version: 2 })).toMatchObject([
      {
        code: 'newer-version',
        path: '/version',
        message: 'This file has version 2; this extension reads version 1. Update the extension.',
      },
    ]);
  });

  it('may have a version that never was', () => {
    expect(told({ ...chain(), version: 0 })).toEqual(['/version invalid-value']);
    expect(told({ ...chain(), version: '1' })).toEqual(['/version invalid-value']);
  });
});

describe('the top level', () => {
  it.each<[JsonObject, string]>([
    [{ name: 'Shop' }, '/name invalid-value'],
    [{ name: 'internal-tools' }, '/name reserved-name'],
    [{ name: 'sg' }, '/name reserved-name'],
    [{ account: '123' }, '/account invalid-value'],
    [{ region: 'Ireland' }, '/region invalid-value'],
    [{ network: { vpcId: 'x', subnetIds: ['subnet-a', 'subnet-b'] } }, '/network/vpcId invalid-value'],
    [{ network: { vpcId: 'vpc-1', subnetIds: [] } }, '/network/subnetIds invalid-value'],
    [{ network: { vpcId: 'vpc-1', subnetIds: ['subnet-a'] } }, '/network/subnetIds one-zone'],
    [{ network: 'vpc-1' }, '/network invalid-value'],
    [{ tags: { 'ecs-topology:stack': 'x' } }, '/tags/ecs-topology:stack reserved-tag'],
    [{ tags: { 'AWS:x': 'x' } }, '/tags/AWS:x reserved-tag'],
    [{ permissionsBoundary: 'mine' }, '/permissionsBoundary invalid-value'],
    [{ layout: { gone: [0, 0] } }, '/layout/gone bad-layout'],
    [{ layout: { api: [0] } }, '/layout/api bad-layout'],
    [{ nodess: {} }, '/nodess unknown-member'],
    [{ network: { vpcId: 'vpc-1', subnetIds: ['subnet-a', 'subnet-b'], x: 1 } }, '/network/x unknown-member'],
  ])('%j is told', (members, expected) => {
    expect(told({ ...chain(), ...members })).toEqual([expected]);
  });

  it.each(['eu-west-1', 'us-gov-east-1', 'eusc-de-east-1'])('may name the region %s', (region) => {
    expect(problems({ ...chain(), region })).toEqual([]);
  });

  it('loses by a fix what the layout does not use', () => {
    expect(afterFix({ ...chain(), layout: { gone: [0, 0], api: [1, 1] } }, 'bad-layout')).toEqual({
      ...chain(),
      layout: { api: [1, 1] },
    });
  });
});

describe('a node', () => {
  it.each<[string, JsonValue, string[]]>([
    [
      'nlb',
      'x',
      ['/nodes/nlb malformed', '/edges/2/to missing-reference', '/edges/3/from missing-reference'],
    ],
    ['more', {}, ['/nodes/more/kind missing-kind']],
    ['more', { kind: 3 }, ['/nodes/more/kind missing-kind']],
    ['more', { kind: 'teapot' }, ['/nodes/more/kind unknown-kind']],
    ['More', { kind: 'vpcLink' }, ['/nodes/More bad-id']],
    ['__proto__', { kind: 'vpcLink' }, ['/nodes/__proto__ bad-id']],
    ['constructor', { kind: 'vpcLink' }, []],
    ['more', { kind: 'constructor' }, ['/nodes/more/kind unknown-kind']],
    ['more', { kind: 'cloudMap' }, ['/nodes/more/name required']],
    ['more', { kind: 'nlb', name: 'internal-x' }, ['/nodes/more/name invalid-value']],
    ['more', { kind: 'nlb', existing: '' }, ['/nodes/more/existing invalid-value']],
    ['more', { kind: 'nlb', existing: 'x' }, []],
    ['more', { kind: 'nlb', existing: 'x', crossZone: true }, ['/nodes/more/crossZone not-ours']],
    ['more', { kind: 'cloudMap', existing: 'ns-1', name: 'shop.internal' }, []],
    ['more', { kind: 'cloudMap', existing: 'ns-1', name: 'shop.local' }, []],
    ['more', { kind: 'apiGateway', existing: 'x' }, ['/nodes/more/existing not-shareable']],
    ['more', { kind: 'client', existing: 'x' }, ['/nodes/more/existing unknown-member']],
  ])('%s: %j is told', (id, node, expected) => {
    const document = chain();
    const nodes = Object.fromEntries([...Object.entries(document['nodes'] as JsonObject), [id, node]]);
    expect(told({ ...document, nodes })).toEqual(expected);
  });

  it.each([
    ['nlb', {}, ['/nodes/more/existing existing-elsewhere']],
    ['vpcLink', {}, ['/nodes/more/existing existing-elsewhere']],
    ['cloudMap', { name: 'shop.internal' }, ['/nodes/more/existing existing-elsewhere']],
    ['ecsCluster', {}, []],
  ])('%s of somebody else is in no network that is yet to be made', (kind, config, expected) => {
    const document: JsonObject = { ...chain(), network: { cidr: '10.20.0.0/16', egress: 'nat' } };
    const nodes = { ...(document['nodes'] as JsonObject), more: { kind, existing: 'x', ...config } };
    expect(told({ ...document, nodes }).filter((line) => line.startsWith('/nodes/more'))).toEqual(expected);
  });

  it.each<[JsonObject, string]>([
    [{ port: null }, '/nodes/users/port required'],
    [{ port: 0 }, '/nodes/users/port invalid-value'],
    [{ port: 65_536 }, '/nodes/users/port invalid-value'],
    [{ port: 80.5 }, '/nodes/users/port invalid-value'],
    [{ image: 'a b' }, '/nodes/users/image invalid-value'],
    [{ cpu: 300 }, '/nodes/users/cpu invalid-value'],
    [{ cluster: 'clustr' }, '/nodes/users/cluster missing-reference'],
    [{ cluster: 'nlb' }, '/nodes/users/cluster missing-reference'],
    [{ cluster: '__proto__' }, '/nodes/users/cluster missing-reference'],
    [{ environment: { '1x': 'y' } }, '/nodes/users/environment/1x invalid-value'],
    [{ secrets: { X: 'plain' } }, '/nodes/users/secrets/X invalid-value'],
    [{ name: 'has space' }, '/nodes/users/name invalid-value'],
    [{ imagee: 'x' }, '/nodes/users/imagee unknown-member'],
    [{ health: { pth: '/' } }, '/nodes/users/health/pth unknown-member'],
  ])('of a service, %j is told', (fields, expected) => {
    expect(told(withNodes(chain(), { users: fields }))).toEqual([expected]);
  });

  it('says what was probably meant, and its fix writes it', () => {
    const document = withNodes(chain(), { users: { helth: { path: '/up' } } });
    expect(problems(document)).toMatchObject([
      { message: 'helth is not known here. Did you mean health?', fix: { title: 'Rename to health' } },
    ]);
    expect(afterFix(document, 'unknown-member')).toMatchObject({
      nodes: { users: { health: { path: '/up' } } },
    });
  });

  it('of a misspelt kind says which was meant', () => {
    const document = withNodes(chain(), { names: { kind: 'CloudMap' } });
    expect(messages(document)).toContain('There is no kind CloudMap. Did you mean cloudMap?');
    expect(problems(afterFix(document, 'unknown-kind'))).toEqual([]);
  });

  it('in no cluster is put into the only one by the fix', () => {
    const document = withNodes(chain(), { users: { cluster: 'nlb' } });
    expect(messages(document)).toContain(
      'cluster names nlb, which is not a node of kind ecsCluster. Name cluster.',
    );
    expect(problems(afterFix(document, 'missing-reference'))).toEqual([]);
  });
});

describe('an edge', () => {
  it.each<[JsonObject, string]>([
    [{ from: 'api', to: 'nlb' }, '/edges/5 illegal-edge'],
    [{ from: 'nlb', to: 'link' }, '/edges/5 illegal-edge'],
    [{ from: 'users', to: 'users' }, '/edges/5 illegal-edge'],
    [{ from: 'api', to: 'lnk' }, '/edges/5/to missing-reference'],
    [{ from: '__proto__', to: 'api' }, '/edges/5/from missing-reference'],
    [{ from: 'api', to: 'link' }, '/edges/5 duplicate-edge'],
    [{ from: 'nlb', to: 'users' }, '/edges/5 duplicate-edge'],
    [{ from: 'nlb', to: 'users', listener: 80 }, '/edges/5 duplicate-edge'],
    [{ from: 'nlb', to: 'users', listener: 0 }, '/edges/5/listener invalid-value'],
    [{ from: 'nlb', to: 'users', listener: 81, tagetPort: 1 }, '/edges/5/tagetPort unknown-member'],
    [{ from: 'api' }, '/edges/5 malformed'],
    [{ from: 'api', to: 3 }, '/edges/5 malformed'],
    [hostile('__proto__', { from: 'api', to: 'link' }), '/edges/5 malformed'],
  ])('%j is told', (edge, expected) => {
    expect(told(withEdges(withTwin(chain(), edge), { from: 'link', to: 'nlb', routes: [] }))).toContain(
      expected,
    );
  });

  it('into a second namespace is told', () => {
    const document = withEdges(withNodes(chain(), { more: { kind: 'cloudMap', name: 'b.internal' } }), {
      from: 'users',
      to: 'more',
    });
    expect(problems(document)).toMatchObject([
      {
        code: 'second-edge',
        path: '/edges/5',
        node: 'users',
        message:
          'users leads to names already. AWS takes one registry per service. Remove one of the two edges.',
      },
    ]);
  });

  it('that is illegal is removed by the fix', () => {
    expect(afterFix(withTwin(chain(), { from: 'nlb', to: 'link' }), 'illegal-edge')).toEqual(chain());
  });

  it('with a misspelt end is put right by the fix', () => {
    const document = withTwin(chain(), { from: 'users', to: 'name' });
    expect(afterFix(document, 'missing-reference')).toEqual(
      withTwin(chain(), { from: 'users', to: 'names' }),
    );
  });

  it('with an end that is like nothing is removed by the fix', () => {
    expect(afterFix(withTwin(chain(), { from: 'users', to: 'zzzzzzzz' }), 'missing-reference')).toEqual(
      chain(),
    );
  });

  it('without listener stands for 80', () => {
    expect(told(withTwin(chain(), { from: 'nlb', to: 'users', listener: 81 }))).toEqual([
      '/edges/2/routes/0 ambiguous-listener',
      '/edges/2/routes/1 ambiguous-listener',
    ]);
  });
});

describe('a sentence about a value', () => {
  it.each<[JsonObject, string]>([
    [{ port: '80' }, 'port must be a number.'],
    [{ port: 1.5 }, 'port must be a whole number.'],
    [{ port: 0 }, 'port must be at least 1.'],
    [{ port: null }, 'port is required.'],
    [{ image: '' }, 'image must not be empty.'],
    [{ exec: 'yes' }, 'exec must be true or false.'],
    [{ command: 'ls' }, 'command must be a list.'],
    [{ health: { interval: 400 } }, 'health.interval must be at most 300.'],
    [{ architecture: 'x86' }, 'architecture must be X86_64 or ARM64.'],
    [{ deployment: 'slow' }, 'The deployment is safe, fast or an object with its bounds.'],
    [{ deployment: { maximumPercent: 50 } }, 'deployment.maximumPercent must be at least 100.'],
    [{ securityGroups: ['sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5'] }, 'securityGroups needs at most 4 entries.'],
    [
      { sidecars: { 'a b': { image: 'a:1' } } },
      'A sidecar is named with letters, digits, hyphens and underscores.',
    ],
  ])('of a service with %j reads well', (fields, message) => {
    expect(messages(withNodes(chain(), { users: fields }))).toEqual([message]);
  });

  it('of a union is about the option that was meant', () => {
    const document = withNodes(chain(), { api: { auth: { jwt: { issuer: 'http://x', audience: ['a'] } } } });
    expect(problems(document)).toMatchObject([
      { path: '/nodes/api/auth/jwt/issuer', message: 'The issuer is an https URL.' },
    ]);
  });
});

describe('what is missed', () => {
  it('is not told while a card is not filled in, which may be it', () => {
    expect(told(withNodes(chain(), { users: { image: null } }))).toEqual(['/nodes/users/image required']);
    expect(problems(withNodes(twoServices(), { names: { name: null } }))).toMatchObject([
      { path: '/nodes/names/name', message: 'name is required.' },
    ]);
  });
});

describe('planning', () => {
  it('needs a network', () => {
    expect(planningProblems({ version: 1, name: 'shop', nodes: {}, edges: [] })).toMatchObject([
      { code: 'no-network', path: '/network' },
    ]);
    expect(planningProblems(chain())).toEqual([]);
  });

  it('takes a network of its own', () => {
    expect(planningProblems({ ...chain(), network: { cidr: '10.0.0.0/16', egress: 'nat' } })).toEqual([]);
  });
});

interface Ends extends JsonObject {
  readonly from: string;
  readonly to: string;
}

/** Milliseconds. Half a second is usual; on a busy machine more, and what is quadratic takes minutes. */
const LIMIT = 15_000;

describe('thousands of nodes', { timeout: 2 * LIMIT }, () => {
  /** Services behind load balancers, each calling the one before it; `wire` may break what it is given. */
  function large(count: number, wire: (edge: Ends) => JsonObject = (edge) => edge): JsonObject {
    const ids = Array.from({ length: count }, (_, index) => index);
    const image = 'public.ecr.aws/acme/x:1';
    return {
      version: 1,
      name: 'large',
      nodes: Object.fromEntries([
        ['api', { kind: 'apiGateway' }],
        ['link', { kind: 'vpcLink' }],
        ['cluster', { kind: 'ecsCluster' }],
        ['names', { kind: 'cloudMap', name: 'large.internal' }],
        ...ids.map((index): [string, JsonValue] => [`n${index}`, { kind: 'nlb' }]),
        ...ids.map((index): [string, JsonValue] => [
          `s${index}`,
          { kind: 'ecsService', cluster: 'cluster', image, port: 80 },
        ]),
      ]),
      edges: [
        { from: 'api', to: 'link' },
        ...ids.flatMap((index): Ends[] => [
          { from: 'link', to: `n${index}`, routes: [`ANY /s${index}/{proxy+}`] },
          { from: `n${index}`, to: `s${index}` },
          { from: `s${index}`, to: 'names' },
          ...(index === 0 ? [] : [{ from: `s${index}`, to: `s${index - 1}`, env: 'NEXT_URL' }]),
        ]),
      ].map(wire),
    };
  }

  it('are validated in the time of a gesture', () => {
    const started = performance.now();
    const codes = new Set(problems(large(2500)).map(({ code }) => code));
    expect([...codes].sort()).toEqual(['T2', 'too-many-routes']);
    expect(performance.now() - started).toBeLessThan(LIMIT);
  });

  it('may all be lost to their edges', () => {
    const started = performance.now();
    const broken = problems(large(2500, (edge) => ({ ...edge, to: `${edge.to}-x` })));
    expect(broken.filter(({ code }) => code === 'missing-reference')).toHaveLength(10_000);
    expect(performance.now() - started).toBeLessThan(LIMIT);
  });
});
