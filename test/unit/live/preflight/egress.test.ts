import { describe, expect, it } from 'vitest';
import type { EndpointState } from '../../../../src/sandbox/ec2/state';
import { DOCUMENT } from '../hops/chain';
import { change, usePreflightAccount } from './account';

const account = usePreflightAccount();

const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/users:1';
/** Both services from Amazon ECR, the first one changed. */
const fromEcr = (changes: object = {}) => ({
  nodes: {
    users: { ...DOCUMENT.nodes.users, image: ECR, ...changes },
    orders: { ...DOCUMENT.nodes.orders, image: ECR },
  },
});

function removeNat(): void {
  account.region.ec2.natGateways.clear();
}

/** What tasks need where there is no way out, with the changes of a test. */
function makeEndpoints(services: Readonly<Record<string, Partial<EndpointState>>>): void {
  for (const [service, changes] of Object.entries(services)) {
    account.region.ec2.endpoints.set(service, {
      id: service,
      vpcId: 'vpc-0123',
      service: `com.amazonaws.eu-west-1.${service}`,
      type: 'Interface',
      privateDns: true,
      groupIds: ['sg-endpoints'],
      subnetIds: ['subnet-a', 'subnet-b'],
      routeTableIds: [],
      interfaceIds: [],
      state: 'available',
      tags: new Map(),
      ...changes,
    });
  }
}
const S3 = { type: 'Gateway', privateDns: false, groupIds: [], routeTableIds: ['rtb-private'] } as const;
const ALL = { 'ecr.api': {}, 'ecr.dkr': {}, logs: {}, s3: S3 };

function admit(port: number, cidr: string): void {
  account.region.ec2.rules.set('sgr-endpoints', {
    id: 'sgr-endpoints',
    ownerId: 'sg-endpoints',
    egress: false,
    protocol: 'tcp',
    fromPort: port,
    toPort: port,
    cidr,
    description: undefined,
    tags: new Map(),
  });
}

describe('T11: preflight of the way out', () => {
  it('tells of an image outside of the VPC when the NAT gateway is gone, of each service', async () => {
    removeNat();
    const findings = await account.findings();
    expect(findings.map(({ severity, code, node }) => [severity, code, node])).toEqual([
      ['error', 'T11', 'users'],
      ['error', 'T11', 'orders'],
    ]);
    expect(findings[0]?.message).toMatch(
      /could not pull nginxdemos\/hello:0\.4: .*NAT gateway.*: subnet-a, subnet-b$/,
    );
  });

  it('tells of a subnet without a default route, and is silent once it has one', async () => {
    const { routeTables } = account.region.ec2;
    const routes = routeTables.get('rtb-private')?.routes ?? [];
    change(routeTables, 'rtb-private', { routes: routes.slice(0, 1) });
    expect(await account.found()).toContain('error T11: ');
    change(routeTables, 'rtb-private', { routes });
    expect(await account.found()).toBe('');
  });

  it('tells of a public subnet, where tasks have no address to go out with', async () => {
    expect(await account.found({ network: { subnetIds: ['subnet-a', 'subnet-public'] } })).toMatch(
      /^error T11: .*no public address.*: subnet-public\n/,
    );
  });

  it('does not mind it where there are endpoints for all that the tasks need', async () => {
    removeNat();
    makeEndpoints(ALL);
    admit(443, '10.20.0.0/16');
    expect(await account.found(fromEcr())).toBe('');
  });

  it('says which endpoints are missing', async () => {
    removeNat();
    makeEndpoints({ 'ecr.api': {}, s3: S3 });
    admit(443, '10.20.0.0/16');
    expect(await account.found(fromEcr())).toMatch(/^error T11: .*: ecr\.dkr \(images\), logs \(logs\)\n/);
  });

  it.each([
    [
      'have no private DNS',
      { ...ALL, logs: { privateDns: false } },
      443,
      '10.20.0.0/16',
      /: logs \(logs\)\n/,
    ],
    ['are on another route table', { ...ALL, s3: { ...S3, routeTableIds: [] } }, 443, '0.0.0.0/0', /: s3 \(/],
    ['admit another port', ALL, 80, '10.20.0.0/16', /: ecr\.api \(images\), ecr\.dkr \(images\), logs/],
    ['admit one subnet of two', ALL, 443, '10.20.0.0/20', /: ecr\.api \(images\), ecr\.dkr \(images\), logs/],
  ])('does not count endpoints that %s', async (_what, endpoints, port, cidr, told) => {
    removeNat();
    makeEndpoints(endpoints);
    admit(port, cidr);
    expect(await account.found(fromEcr())).toMatch(told);
  });

  it('counts what secrets and ECS Exec need too', async () => {
    removeNat();
    makeEndpoints(ALL);
    admit(443, '10.20.0.0/16');
    const secrets = {
      A: 'arn:aws:ssm:eu-west-1:123456789012:parameter/a',
      B: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:b-AbCdEf',
    };
    expect(await account.found(fromEcr({ secrets, exec: true }))).toMatch(
      /^error T11: .*: secretsmanager \(secrets\), ssm \(parameters\), ssmmessages \(ECS Exec\)$/,
    );
    makeEndpoints({ secretsmanager: {}, ssm: {}, ssmmessages: {} });
    expect(await account.found(fromEcr({ secrets, exec: true }))).toBe('');
  });
});
