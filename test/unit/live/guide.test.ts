import { expect, it, onTestFinished } from 'vitest';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import { planDeploy, runDeploy } from '../../../src/live/deploy';
import { prepare } from '../../../src/live/prepare';
import { readStatus } from '../../../src/live/status';
import { applyEdit } from '../../../src/model/changes';
import type { JsonValue } from '../../../src/model/json';
import { validate } from '../../../src/model/validate';
import { openWorld } from './world';

const registry = createRegistry(KINDS);

/** The guide that this product was built for, followed to the letter: its faults are its own. */
const GUIDE: JsonValue = {
  version: 1,
  name: 'microservices',
  region: 'eu-west-1',
  network: { vpcId: 'vpc-0123', subnetIds: ['subnet-a', 'subnet-b'] },
  nodes: {
    client: { kind: 'client', requests: [{ name: 'list users', method: 'GET', path: '/users' }] },
    api: { kind: 'apiGateway', name: 'microservice-api', stage: 'prod' },
    link: { kind: 'vpcLink', name: 'ecs-vpc-link' },
    nlb: { kind: 'nlb', name: 'nlb-user-service' },
    cluster: { kind: 'ecsCluster', name: 'microservices-cluster' },
    'user-service': {
      kind: 'ecsService',
      cluster: 'cluster',
      image: 'nginxdemos/hello',
      port: 8080,
      desiredCount: 2,
      ingress: '8080 internal',
    },
    namespace: { kind: 'cloudMap', name: 'micro.local' },
  },
  edges: [
    { from: 'client', to: 'api' },
    { from: 'api', to: 'link' },
    {
      from: 'link',
      to: 'nlb',
      routes: ['ANY /users/{proxy+}'],
      uri: 'http://nlb-user-service-0123456789.elb.eu-west-1.amazonaws.com/users/{proxy}',
    },
    { from: 'nlb', to: 'user-service', listener: 80 },
    { from: 'user-service', to: 'namespace' },
  ],
};

it(
  'names every fault of the guide, mends it with its own fix, and deploys what comes of it',
  { timeout: 60_000 },
  async () => {
    const codes = validate(GUIDE, registry).map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['T2', 'T3', 'T9', 'T30']));

    let document: JsonValue = GUIDE;
    for (;;) {
      const fix = validate(document, registry).find((problem) => problem.fix)?.fix;
      if (!fix) break;
      for (const edit of fix.edits) {
        const result = applyEdit(document, edit, registry);
        if (!result.ok) throw new Error(`${fix.title}: ${result.reason}`);
        document = result.value;
      }
    }
    expect(validate(document, registry).filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(document).toMatchObject({ nodes: { 'user-service': { port: 80 } } });
    expect(JSON.stringify(document)).not.toMatch(/"uri"|"ingress"/);

    const world = await openWorld();
    onTestFinished(() => world.close());
    const { session } = world;
    const prepared = prepare(document, registry, { region: 'eu-west-1' });
    if (!prepared.ok) throw new Error(prepared.problems.map(({ message }) => message).join('\n'));
    const chain = prepared.value;
    const run = runDeploy(await planDeploy(chain, session), chain, session, { secret: () => undefined });
    let step = await run.next();
    while (!step.done) step = await run.next();
    expect(step.value).toMatchObject({ result: 'succeeded', failures: [] });
    expect((await readStatus(session, chain)).hops.filter(({ state }) => state !== 'ok')).toEqual([]);
  },
);
