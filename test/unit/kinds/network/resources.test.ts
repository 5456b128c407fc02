import { describe, expect, it } from 'vitest';
import { initially, refsIn } from '../../../../src/engine/resource';
import type { TopologyResource } from '../../../../src/kinds/resourceTypes';
import { expand } from '../../../../src/model/expand';
import type { JsonObject } from '../../../../src/model/json';
import { readTopology } from '../../../../src/model/topology';
import { chain, registry, twoServices, withNodes } from '../../../fakes/topologies';

const CIDR = '10.20.0.0/16';

function expanded(egress: string, document: JsonObject = chain(), cidr = CIDR): TopologyResource[] {
  const topology = readTopology({ ...document, network: { cidr, egress } }, registry);
  return expand(topology, registry, { stack: { name: 'shop' }, region: 'eu-west-1' });
}

const ofNetwork = (resources: readonly TopologyResource[]) =>
  resources.filter(({ id }) => id.startsWith('@network/'));
const idsOf = (resources: readonly TopologyResource[]) => resources.map(({ id }) => id).sort();
const propsOf = (resources: readonly TopologyResource[]): Record<string, unknown> =>
  Object.fromEntries(resources.map(({ id, props }) => [id, props]));

const BASE = [
  '@network/routeTable/private',
  '@network/subnet/private/0',
  '@network/subnet/private/1',
  '@network/vpc',
];

describe('a network of the stack’s own', () => {
  it('has a VPC whose names resolve, and private subnets in two zones', () => {
    const all = ofNetwork(expanded('none'));
    expect(idsOf(all)).toEqual(BASE);
    expect(propsOf(all)).toMatchObject({
      '@network/vpc': { cidr: CIDR, dnsSupport: true, dnsHostnames: true },
      '@network/subnet/private/0': { cidr: '10.20.0.0/19', zone: 0 },
      '@network/subnet/private/1': { cidr: '10.20.32.0/19', zone: 1 },
      '@network/routeTable/private': { subnetIds: [{}, {}] },
    });
    // People may add a way out, and keep it.
    expect(propsOf(all)['@network/routeTable/private']).toHaveProperty('defaultRoute', initially(null));
  });

  it('gives everybody its private subnets and its VPC', () => {
    const subnets = [0, 1].map((zone) => ({ $ref: `@network/subnet/private/${zone}`, attribute: 'id' }));
    const vpcId = { $ref: '@network/vpc', attribute: 'id' };
    expect(propsOf(expanded('nat'))).toMatchObject({
      'link/vpcLink': { subnetIds: subnets },
      'nlb/loadBalancer': { subnetIds: subnets },
      'users/service': { subnetIds: subnets },
      'users/securityGroup': { vpcId },
      'nlb/targetGroup/users/80': { vpcId },
    });
  });

  it.each(['nat', 'endpoints', 'none'])('refers only to what is there: %s', (egress) => {
    const all = expanded(egress, twoServices());
    const ids = new Set(all.map(({ id }) => id));
    expect(ids.size).toBe(all.length);
    expect(all.flatMap(({ props }) => refsIn(props)).filter(({ $ref }) => !ids.has($ref))).toEqual([]);
  });

  it.each([
    ['10.20.0.0/16', '10.20.32.0/19', '10.20.128.0/19'],
    ['192.168.7.0/24', '192.168.7.32/27', '192.168.7.128/27'],
    ['172.16.128.0/20', '172.16.130.0/23', '172.16.136.0/23'],
  ])('parts %s so that no subnets meet', (cidr, second, open) => {
    expect(propsOf(expanded('nat', chain(), cidr))).toMatchObject({
      '@network/subnet/private/1': { cidr: second },
      '@network/subnet/public/0': { cidr: open },
    });
  });
});

describe('egress by NAT', () => {
  it('takes a gateway in a public subnet, to which the private ones lead once it is ready', () => {
    const all = expanded('nat');
    expect(idsOf(ofNetwork(all))).toEqual(
      [
        ...BASE,
        '@network/address',
        '@network/internetGateway',
        '@network/natGateway',
        '@network/routeTable/public',
        '@network/subnet/public/0',
      ].sort(),
    );
    expect(propsOf(all)).toMatchObject({
      '@network/routeTable/private': {
        defaultRoute: { $ref: '@network/natGateway', attribute: 'id', ready: true },
      },
      '@network/natGateway': { after: [{ $ref: '@network/routeTable/public', attribute: 'id' }] },
      '@network/routeTable/public': {
        defaultRoute: { $ref: '@network/internetGateway', attribute: 'id' },
      },
    });
  });

  it('is there before tasks are started', () => {
    const [service] = expanded('nat').filter(({ id }) => id === 'users/service');
    expect(refsIn(service?.props)).toContainEqual({ $ref: '@network/routeTable/private', attribute: 'id' });
  });

  it('leaves the private subnets where they are when it becomes another', () => {
    const subnetsOf = (egress: string) =>
      ofNetwork(expanded(egress)).filter(({ id }) => id.includes('subnet/private'));
    expect(subnetsOf('nat')).toEqual(subnetsOf('endpoints'));
  });
});

describe('egress by endpoints', () => {
  const endpointsOf = (document?: JsonObject) =>
    idsOf(expanded('endpoints', document)).flatMap((id) => id.split('@network/endpoint/')[1] ?? []);

  it('has those that every task needs', () => {
    expect(endpointsOf()).toEqual(['ecr.api', 'ecr.dkr', 'logs', 's3']);
  });

  it('has further ones for what a service uses', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db';
    const parameter = 'arn:aws:ssm:eu-west-1:123456789012:parameter/db';
    expect(endpointsOf(withNodes(chain(), { users: { secrets: { DB: arn } } }))).toContain('secretsmanager');
    expect(endpointsOf(withNodes(chain(), { users: { secrets: { DB: parameter } } }))).toContain('ssm');
    expect(endpointsOf(withNodes(chain(), { users: { exec: true } }))).toContain('ssmmessages');
  });

  it('has S3 as an entry of the private table, and the others in the private subnets', () => {
    expect(propsOf(expanded('endpoints'))).toMatchObject({
      '@network/endpoint/s3': {
        type: 'Gateway',
        subnetIds: [],
        routeTableIds: [{ $ref: '@network/routeTable/private' }],
      },
      '@network/endpoint/ecr.dkr': {
        type: 'Interface',
        subnetIds: [{ $ref: '@network/subnet/private/0' }, { $ref: '@network/subnet/private/1' }],
        securityGroups: [{ $ref: '@network/securityGroup' }],
        routeTableIds: [],
      },
    });
  });

  it('admits each service’s tasks over TLS, and nobody else', () => {
    const rules = expanded('endpoints', twoServices()).filter(
      ({ type, props }) =>
        type === 'AWS::EC2::SecurityGroupIngress' &&
        refsIn(props).some(({ $ref }) => $ref === '@network/securityGroup'),
    );
    const from = (service: string) => ({
      id: `@network/ingress/${service}/443`,
      props: { port: 443, sourceGroupId: { $ref: `${service}/securityGroup`, attribute: 'id' } },
    });
    expect(rules).toMatchObject([from('users'), from('orders')]);
    expect(rules).toHaveLength(2);
  });

  it('is ready before tasks are started', () => {
    const [service] = expanded('endpoints').filter(({ id }) => id === 'users/service');
    const waits = refsIn(service?.props).filter(({ $ref }) => $ref.startsWith('@network/endpoint/'));
    expect(waits.map(({ ready }) => ready)).toEqual([true, true, true, true]);
  });
});
