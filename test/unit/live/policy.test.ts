import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planDeploy } from '../../../src/live/deploy';
import { policyFor, PURPOSES, type Purpose } from '../../../src/live/policy';
import { POLICY_LIMIT, sizeOf, type PolicyDocument } from '../../../src/live/policy/document';
import { prepare, type Prepared } from '../../../src/live/prepare';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import { environmentsOf } from '../../../src/model/environment';
import type { JsonObject } from '../../../src/model/json';
import { TEMPLATES } from '../../../src/model/templates';
import { decide, type Demand } from '../../../src/sandbox/iam/policyDocument';
import { edited } from './policy/edited';
import { deploy, destroy, look, operate, tail } from './policy/life';
import { openWorld, type World } from './world';

const registry = createRegistry(KINDS);
const ACCOUNT = '123456789012';

function prepared(document: JsonObject, environment?: string): Prepared {
  const result = prepare(document, registry, { region: 'eu-west-1', environment });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.value;
}

function template(id: string, name = 'shop'): JsonObject {
  const found = TEMPLATES.find((one) => one.id === id);
  return { ...found?.document(name), region: 'eu-west-1' };
}

/** Every template that has something to deploy: its base, and each of its environments. */
const CASES = TEMPLATES.flatMap(({ id }) => {
  const document = template(id);
  if (Object.keys(document['nodes'] ?? {}).length === 0) return [];
  return [undefined, ...environmentsOf(document)].map((environment) => ({
    what: environment === undefined ? id : `${id} in ${environment}`,
    chain: prepared(document, environment),
    changed: prepared(edited(document), environment),
  }));
});

/** Somebody else's, of the same kinds. */
const OTHERS = prepared({
  ...template('two-listeners', 'other'),
  nodes: {
    ...(template('two-listeners', 'other')['nodes'] as JsonObject),
    namespace: { kind: 'cloudMap', name: 'other.internal' },
  },
});

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const policy = (purpose: Purpose, chain: Prepared) => policyFor(purpose, chain, ACCOUNT);

/** From the first deploy in a new account to the end, with an update between and others beside. */
async function wholeLife(chain: Prepared, changed: Prepared, allowed: readonly PolicyDocument[]) {
  const seen: Demand[] = [];
  const session = await world.restricted(allowed, (demand) => seen.push(demand));
  await deploy(session, chain);
  await deploy(world.session, OTHERS);
  await deploy(session, changed);
  // Until the tasks of before have drained.
  await session.account.clock.sleep(600_000);
  await look(session, changed);
  await tail(session, changed);
  await operate(session, changed);
  await destroy(session, changed);
  return seen;
}

/** What the life above does not come to. */
const RARE: readonly RegExp[] = [
  // A service leaves its cluster or namespace; a security group or target group is made anew.
  /^ec2:DeleteTags /,
  /^elasticloadbalancing:(SetSecurityGroups|ModifyListener) /,
  // The file loses or gets something.
  /^iam:(Delete|Put)RolePermissionsBoundary /,
  /^apigateway:DELETE on .*(\/accesslogsettings|\/cors|\/routesettings\/\*)"/,
  // Only a subnet without a way out has its endpoints looked at.
  /^ec2:DescribeVpcEndpoints /,
  // Something lingers.
  /^(ec2:DescribeNetworkInterfaces|servicediscovery:DeregisterInstance) /,
];

/** What of some policies nobody has asked for: with it gone all the same is allowed. */
function superfluous(documents: readonly PolicyDocument[], seen: readonly Demand[]): string[] {
  const unlike = [...new Map(seen.map((demand) => [JSON.stringify(demand), demand])).values()];
  return documents.flatMap((document, at) =>
    document.Statement.flatMap((statement) =>
      statement.Action.filter((action) => {
        const asked = unlike.filter((demand) => demand.action === action);
        const rest = { ...statement, Action: statement.Action.filter((other) => other !== action) };
        const without = documents.map((one, index) =>
          index === at
            ? { ...one, Statement: one.Statement.map((other) => (other === statement ? rest : other)) }
            : one,
        );
        return asked.every((demand) => decide(without, demand) === 'allowed');
      })
        .map((action) => `${action} on ${JSON.stringify(statement.Resource)}`)
        .filter((one) => !RARE.some((pattern) => pattern.test(one))),
    ),
  );
}

describe.each(CASES)('the deployer of the template $what', ({ chain, changed }) => {
  it(
    'may do all that the stack needs from its first deploy to its end, and nothing besides',
    { timeout: 60_000 },
    async () => {
      const documents = policy('deploy', chain);
      expect(policy('deploy', changed)).toEqual(documents);
      const seen = await wholeLife(chain, changed, documents);
      expect(superfluous(documents, seen)).toEqual([]);

      // Actions that take an ARN get one.
      const widely = documents
        .flatMap(({ Statement }) => Statement)
        .filter(({ Resource }) => Resource === '*')
        .flatMap(({ Action }) => Action);
      const narrow = seen.filter(({ action, resource }) => widely.includes(action) && resource !== '*');
      expect(narrow).toEqual([]);
    },
  );

  it('gets policies that IAM takes, without wildcards in actions', () => {
    for (const purpose of PURPOSES) {
      const documents = policy(purpose, chain);
      expect(documents.length).toBeGreaterThan(0);
      for (const document of documents) {
        expect(sizeOf(document)).toBeLessThanOrEqual(POLICY_LIMIT);
        for (const { Action, Resource } of document.Statement) {
          expect(Action.filter((action) => !/^[a-z0-9-]+:[A-Za-z]+$/.test(action))).toEqual([]);
          expect(Resource === '*' || !Resource.includes('*')).toBe(true);
        }
      }
    }
  });
});

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

  it('makes the service-linked roles of three services', () => {
    const [making] = granting(documents, 'iam:CreateServiceLinkedRole');
    const services = ['ecs', 'elasticloadbalancing', 'ops.apigateway'].map((one) => `${one}.amazonaws.com`);
    expect(making?.Condition).toEqual({ StringEquals: { 'iam:AWSServiceName': services } });
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
    const seen = await wholeLife(silent, changed, allowed);
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

const READ = /^\w+:(Describe|Get|List|GET)/;

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

it('says where a topology outgrows a managed policy, and gives it in parts', () => {
  const document = template('two-services');
  const nodes = document['nodes'] as Record<string, JsonObject>;
  const many = Array.from({ length: 40 }, (_, index) => `service-${index}`);
  const documents = policy(
    'deploy',
    prepared({
      ...document,
      nodes: { ...nodes, ...Object.fromEntries(many.map((id) => [id, nodes['user-service'] ?? {}])) },
    }),
  );
  expect(documents.length).toBeGreaterThan(1);
  expect(documents.filter((one) => sizeOf(one) > POLICY_LIMIT)).toEqual([]);
});

describe('without one of its statements', () => {
  const [document] = policy('deploy', shop);
  const statements = document?.Statement ?? [];
  const named = statements.map((statement, at) => ({ name: statement.Action.join(', '), at }));

  it('and with all of them it is well', { timeout: 60_000 }, async () => {
    await wholeLife(shop, shop, policy('deploy', shop));
  });

  it.each(named)('the deployer fails: $name', { timeout: 60_000 }, async ({ at }) => {
    const rest = statements.filter((_, index) => index !== at);
    const life = wholeLife(shop, shop, [{ Version: '2012-10-17', Statement: rest }]);
    await expect(life).rejects.toThrow(/may not do this/);
  });
});
