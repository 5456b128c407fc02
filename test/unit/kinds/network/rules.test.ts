import { describe, expect, it } from 'vitest';
import { checkOwnNetwork } from '../../../../src/kinds/network/rules';
import { validate } from '../../../../src/model/validate';
import { chain, registry, withNodes } from '../../../fakes/topologies';

const said = (cidr: string, egress: 'nat' | 'endpoints' | 'none' = 'nat') =>
  checkOwnNetwork({ cidr, egress }).map(({ code, fix }) => `${code}: ${String(fix?.value)}`);

const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/users:1.0';

function imageProblems(egress: string, users: object) {
  const document = {
    ...withNodes(chain(), { users: { ...users } }),
    network: { cidr: '10.20.0.0/16', egress },
  };
  return validate(document, registry)
    .filter(({ code }) => code === 'T11')
    .map(({ path }) => path);
}

describe('the block of a network', () => {
  it.each(['10.20.0.0/16', '10.20.3.0/24', '172.31.0.0/20', '192.168.0.0/22', '100.64.0.0/16'])(
    'may be %s',
    (cidr) => {
      expect(said(cidr)).toEqual([]);
    },
  );

  it.each([
    ['10.0.0.0/8', 'cidr-size: 10.0.0.0/16'],
    ['10.20.0.128/25', 'cidr-size: 10.20.0.0/24'],
    ['10.20.7.9/16', 'cidr-form: 10.20.0.0/16'],
    ['172.32.0.0/16', 'cidr-public: undefined'],
    ['8.8.0.0/16', 'cidr-public: undefined'],
  ])('is told of when it is %s', (cidr, finding) => {
    expect(said(cidr)).toEqual([finding]);
  });

  it('is mended where it stands in the file', () => {
    const document = { ...chain(), network: { cidr: '10.20.7.9/16', egress: 'nat' } };
    const [problem] = validate(document, registry).filter(({ code }) => code === 'cidr-form');
    expect(problem).toMatchObject({
      path: '/network/cidr',
      fix: { edits: [{ target: { document: true }, path: ['network', 'cidr'], value: '10.20.0.0/16' }] },
    });
  });
});

describe('T11: a network without a way to the registry', () => {
  it('warns of no egress at all', () => {
    expect(said('10.20.0.0/16', 'none')).toEqual(['T11: nat']);
  });

  it('refuses images that endpoints do not lead to', () => {
    expect(imageProblems('endpoints', { image: 'nginx:1.27' })).toEqual(['/nodes/users/image']);
    expect(imageProblems('endpoints', { image: 'public.ecr.aws/nginx/nginx:1.27' })).toEqual([
      '/nodes/users/image',
    ]);
    const sidecars = { proxy: { image: 'envoy:1' } };
    expect(imageProblems('endpoints', { image: ECR, sidecars })).toEqual([
      '/nodes/users/sidecars/proxy/image',
    ]);
  });

  it('is silent about ECR behind endpoints, and about anything behind NAT', () => {
    expect(imageProblems('endpoints', { image: ECR })).toEqual([]);
    expect(imageProblems('nat', { image: 'nginx:1.27' })).toEqual([]);
  });
});
