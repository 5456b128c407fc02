import {
  DeleteRouteCommand,
  GetApisCommand,
  GetRoutesCommand,
  GetStagesCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  DescribeServicesCommand,
  ListClustersCommand,
  ListServicesCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetGroupsCommand,
  ModifyTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { planDeploy, runPlan } from '../../../src/live/deploy';
import { driftEdits, takeIntoFile } from '../../../src/live/driftEdits';
import { prepare, type Prepared } from '../../../src/live/prepare';
import { applyEdit } from '../../../src/model/changes';
import type { JsonValue } from '../../../src/model/json';
import { registry, twoServices } from '../../fakes/topologies';
import { openWorld, type World } from './world';

/** What somebody changes in the account beside the file. */

const document: JsonValue = {
  ...twoServices(),
  environments: { dev: { nodes: { users: { desiredCount: 3 } } } },
};

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await deployed(document);
});
afterEach(() => world.close());

async function deployed(wanted: JsonValue, environment?: string): Promise<void> {
  const run = runPlan(await planDeploy(preparedOf(wanted, environment), world.session), world.session);
  for (let step = await run.next(); !step.done; step = await run.next());
}

function preparedOf(wanted: JsonValue, environment?: string): Prepared {
  const preparation = prepare(wanted, registry, { region: 'eu-west-1', environment });
  if (!preparation.ok) throw new Error(preparation.problems.map(({ message }) => message).join('\n'));
  return preparation.value;
}

async function drift(environment?: string) {
  const prepared = preparedOf(document, environment);
  const plan = await planDeploy(prepared, world.session);
  return { plan, prepared, drift: driftEdits(plan, prepared, registry) };
}

/** The file after all was taken over that can be, and what would change in the account then. */
async function takenOver(environment?: string) {
  const { drift: found, prepared } = await drift(environment);
  const edit = takeIntoFile(found, prepared, registry);
  if (!edit) throw new Error('There is nothing to take over');
  const edited = applyEdit(document, edit, registry);
  if (!edited.ok) throw new Error('The edit does not fit');
  const plan = await planDeploy(preparedOf(edited.value, environment), world.session);
  return {
    edit,
    edited: edited.value,
    remaining: plan.changes.filter(({ properties }) => properties.length > 0),
  };
}

/** A service behind a load balancer, of the base or of an environment. */
async function aService(environment?: string) {
  const { clients, send } = world.session.account;
  const { clusterArns = [] } = await send(clients.ecs, new ListClustersCommand({}));
  const cluster = clusterArns.find((arn) => arn.includes('--dev--') === (environment !== undefined)) ?? '';
  const { serviceArns = [] } = await send(clients.ecs, new ListServicesCommand({ cluster }));
  const { services = [] } = await send(
    clients.ecs,
    new DescribeServicesCommand({ cluster, services: serviceArns }),
  );
  const service = services.find(({ loadBalancers = [] }) => loadBalancers.length > 0);
  return { cluster, service: service?.serviceArn ?? '' };
}

it('takes another number of tasks over, and the file asks for just that', async () => {
  const { clients, send } = world.session.account;
  await send(clients.ecs, new UpdateServiceCommand({ ...(await aService()), desiredCount: 5 }));
  const { plan } = await drift();
  expect(plan.changes).toMatchObject([{ id: 'users/service', drift: true }]);
  const { edit, remaining } = await takenOver();
  expect(edit).toEqual({
    type: 'batch',
    edits: [{ type: 'setField', target: { node: 'users' }, path: ['desiredCount'], value: 5 }],
  });
  expect(remaining).toEqual([]);
});

it('finds the field of another node, and of several equal values the right one', async () => {
  const { clients, send } = world.session.account;
  const { TargetGroups = [] } = await send(clients.elbv2, new DescribeTargetGroupsCommand({}));
  const TargetGroupArn = TargetGroups[0]?.TargetGroupArn ?? '';
  await send(clients.elbv2, new ModifyTargetGroupCommand({ TargetGroupArn, UnhealthyThresholdCount: 5 }));
  const { edit, remaining } = await takenOver();
  expect(edit).toMatchObject({ edits: [{ path: ['health', 'unhealthy'], value: 5 }] });
  expect(remaining).toEqual([]);
});

it('writes what was changed in an environment there, and the base stays', async () => {
  const { clients, send } = world.session.account;
  await deployed(document, 'dev');
  await send(clients.ecs, new UpdateServiceCommand({ ...(await aService('dev')), desiredCount: 5 }));
  const { edited, remaining } = await takenOver('dev');
  expect(remaining).toEqual([]);
  expect(edited).toEqual({
    ...(document as object),
    environments: { dev: { nodes: { users: { desiredCount: 5 } } } },
  });
});

it('takes over several at once', async () => {
  const { clients, send } = world.session.account;
  await send(clients.ecs, new UpdateServiceCommand({ ...(await aService()), desiredCount: 5 }));
  const { Items: apis = [] } = await send(clients.apigatewayv2, new GetApisCommand({}));
  const ApiId = apis[0]?.ApiId ?? '';
  const { Items: stages = [] } = await send(clients.apigatewayv2, new GetStagesCommand({ ApiId }));
  const DefaultRouteSettings = { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 100 };
  const stage = new UpdateStageCommand({
    ApiId,
    StageName: stages[0]?.StageName ?? '',
    DefaultRouteSettings,
  });
  await send(clients.apigatewayv2, stage);
  const { edit, remaining } = await takenOver();
  expect(edit).toMatchObject({
    edits: [
      // A rate is written together with its burst.
      { target: { node: 'api' }, path: ['throttle'], value: { rate: 7, burst: 100 } },
      { target: { node: 'users' }, path: ['desiredCount'], value: 5 },
    ],
  });
  expect(remaining).toEqual([]);
});

it('has no edit for what no field says', async () => {
  const { clients, send } = world.session.account;
  const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-a'], securityGroups: [] } };
  await send(clients.ecs, new UpdateServiceCommand({ ...(await aService()), networkConfiguration }));
  const { drift: found, prepared } = await drift();
  expect(found.length).toBeGreaterThan(0);
  expect(found.every(({ edit }) => edit === undefined)).toBe(true);
  expect(takeIntoFile(found, prepared, registry)).toBeUndefined();
});

it('sees no drift in what is gone: it is made again', async () => {
  const { clients, send } = world.session.account;
  const { Items: apis = [] } = await send(clients.apigatewayv2, new GetApisCommand({}));
  const ApiId = apis[0]?.ApiId ?? '';
  const { Items: routes = [] } = await send(clients.apigatewayv2, new GetRoutesCommand({ ApiId }));
  await send(clients.apigatewayv2, new DeleteRouteCommand({ ApiId, RouteId: routes[0]?.RouteId ?? '' }));
  const { plan, drift: found } = await drift();
  expect(plan.changes).toMatchObject([{ action: 'create' }]);
  expect(found).toEqual([]);
});
