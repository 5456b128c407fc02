import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planDeploy } from '../../../../src/live/deploy';
import type { PolicyDocument } from '../../../../src/live/policy/document';
import type { JsonObject } from '../../../../src/model/json';
import type { Demand } from '../../../../src/sandbox/iam/policyDocument';
import { openWorld, type World } from '../world';
import { OTHERS, policy, prepared, template } from './cases';
import { edited } from './edited';
import { deploy, destroy, look, tail, wholeLife } from './life';
import { superfluous } from './superfluous';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const shop = prepared(template('original'));

/** All that takes rights of its own: terminals, secrets, given roles, a boundary, IAM routes, access logs, throttles. */
const RICH: JsonObject = {
  ...template('two-services'),
  permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
  nodes: {
    ...(template('two-services')['nodes'] as JsonObject),
    ...withMembers('api', {
      auth: 'iam',
      accessLogs: true,
      cors: { allowOrigins: ['https://shop.example.com'] },
    }),
    ...withMembers('user-service', {
      exec: true,
      secrets: { TOKEN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-AbCdEf' },
    }),
    ...withMembers('order-service', { taskRole: 'arn:aws:iam::123456789012:role/given' }),
  },
};

function withMembers(id: string, members: JsonObject): JsonObject {
  const node = (template('two-services')['nodes'] as Record<string, JsonObject>)[id];
  if (!node) throw new Error(`no such node: ${id}`);
  return { [id]: { ...node, ...members } };
}

const rich = prepared(RICH);
const actionsOf = (documents: readonly PolicyDocument[]) =>
  documents.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
const granting = (documents: readonly PolicyDocument[], action: string) =>
  documents.flatMap(({ Statement }) => Statement.filter(({ Action }) => Action.includes(action)));

describe('what AWS asks for beside our calls', () => {
  const documents = policy('deploy', rich);

  it('passes roles to ECS tasks only: the stack’s own and the given one', () => {
    expect(granting(documents, 'iam:PassRole')).toEqual([
      {
        Effect: 'Allow',
        Action: ['iam:PassRole'],
        Resource: [
          'arn:aws:iam::123456789012:role/ecs-topology/shop/eu-west-1/*',
          'arn:aws:iam::123456789012:role/given',
        ],
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
    ]);
  });

  it('makes no role without the boundary, and takes it off none', () => {
    const Condition = {
      ArnEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::123456789012:policy/boundary' },
    };
    expect(granting(documents, 'iam:CreateRole')).toMatchObject([{ Condition }]);
    expect(actionsOf(documents)).not.toContain('iam:DeleteRolePermissionsBoundary');
  });

  it('makes the service-linked roles of the services that the file uses', () => {
    const [making] = granting(documents, 'iam:CreateServiceLinkedRole');
    const services = ['ecs', 'elasticloadbalancing', 'ecs.application-autoscaling', 'ops.apigateway'];
    expect(making?.Condition).toEqual({
      StringEquals: { 'iam:AWSServiceName': services.map((one) => `${one}.amazonaws.com`) },
    });
    const path = 'arn:aws:iam::123456789012:role/aws-service-role';
    expect(making?.Resource).toEqual([
      `${path}/ecs.amazonaws.com/AWSServiceRoleForECS`,
      `${path}/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing`,
      `${path}/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway`,
    ]);
  });

  it('delivers access logs, opens terminals and calls IAM routes only where the file asks for that', () => {
    const extra = ['logs:CreateLogDelivery', 'ecs:ExecuteCommand', 'execute-api:Invoke', 'iam:PutRolePolicy'];
    expect(actionsOf(documents)).toEqual(expect.arrayContaining(extra));
    expect(actionsOf(policy('deploy', shop)).filter((action) => extra.includes(action))).toEqual([]);
    const [calling] = granting(documents, 'execute-api:Invoke');
    expect(calling?.Resource).toContain('arn:aws:execute-api:eu-west-1:123456789012:*/prod/*/users/*');
  });

  it('is enough for a rich topology, and no more', { timeout: 60_000 }, async () => {
    const { clients, send } = world.session.account;
    const given = { RoleName: 'given', AssumeRolePolicyDocument: TRUST };
    await send(clients.iam, new CreateRoleCommand(given));
    // The API is not called: that takes an address.
    const quiet = { ...RICH, permissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess' };
    const silent = prepared(withoutRequests(quiet));
    const changed = prepared(withoutRequests(edited(quiet)));
    const allowed = policy('deploy', silent);
    const seen = await wholeLife(world, silent, changed, allowed);
    const unused = superfluous(allowed, seen).filter((one) => !one.startsWith('execute-api:Invoke '));
    expect(unused).toEqual([]);
  });
});

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

describe('an API that asks who calls', () => {
  const asking = {
    ...template('two-services'),
    nodes: { ...(template('two-services')['nodes'] as JsonObject), ...withMembers('api', { auth: 'iam' }) },
  };
  const chain = prepared(asking);

  it.each([
    ['is deployed to green with the right to call its routes', policy('deploy', chain), undefined],
    [
      'is not without it',
      policy('deploy', prepared(template('two-services'))),
      /^failed\nrequest list users: /,
    ],
  ])('%s', { timeout: 60_000 }, async (_what, allowed, failure) => {
    const restricted = await openWorld(undefined, allowed);
    try {
      const deployed = deploy(restricted.session, chain);
      await (failure ? expect(deployed).rejects.toThrow(failure) : deployed);
    } finally {
      await restricted.close();
    }
  });
});

function withoutRequests(document: JsonObject): JsonObject {
  const nodes = document['nodes'] as JsonObject;
  return { ...document, nodes: { ...nodes, client: { kind: 'client' } } };
}

describe('whoever inspects', () => {
  it(
    'sees the plan, the hops and the terminals’ targets, and can change nothing',
    { timeout: 60_000 },
    async () => {
      const seen: Demand[] = [];
      const documents = policy('inspect', shop);
      const session = await world.restricted(documents, (demand) => seen.push(demand));
      expect((await planDeploy(shop, session)).changes.length).toBeGreaterThan(0);
      await expect(deploy(session, shop)).rejects.toThrow(/may not do this/);
      expect(actionsOf(documents).filter((action) => !READ.test(action))).toEqual([]);

      await deploy(world.session, shop);
      await deploy(world.session, OTHERS);
      expect((await planDeploy(shop, session)).changes).toEqual([]);
      await look(session, shop);
      await expect(destroy(session, shop)).rejects.toThrow(/may not do this/);
      await look(session, shop);
      await expect(tail(session, shop)).rejects.toThrow();
    },
  );
});

const READ = /^[\w-]+:(Describe|Get|List|GET)/;

describe('whoever reads the logs', () => {
  it('reads them and sees nothing else', { timeout: 60_000 }, async () => {
    await deploy(world.session, shop);
    const seen: Demand[] = [];
    const documents = policy('logs', shop);
    const session = await world.restricted(documents, (demand) => seen.push(demand));
    await tail(session, shop);
    await expect(look(session, shop)).rejects.toThrow(/may not do this/);
    await expect(planDeploy(shop, session)).rejects.toThrow(/may not do this/);
  });
});

describe('the other environment of a file', () => {
  it('is not in the way of the base, nor open to it', { timeout: 60_000 }, async () => {
    const [base, dev] = [prepared(template('environments')), prepared(template('environments'), 'dev')];
    await deploy(world.session, dev);
    const session = await world.restricted(policy('deploy', base));
    await deploy(session, base);
    await look(session, base);
    await expect(destroy(session, dev)).rejects.toThrow(/may not do this/);
    await destroy(session, base);
  });
});
