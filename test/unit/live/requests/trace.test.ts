import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planDeploy, runPlan } from '../../../../src/live/deploy';
import { sendRequest } from '../../../../src/live/requests';
import { traceIn, traceRequest } from '../../../../src/live/requests/trace';
import { readStatus } from '../../../../src/live/status';
import { DOCUMENT, prepared } from '../hops/chain';
import { openWorld, type World } from '../world';

describe('the trace of a request', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  it('has the line of the access log and those of the service', { timeout: 30_000 }, async () => {
    const { session, time } = world;
    const nodes = { ...DOCUMENT.nodes, api: { kind: 'apiGateway', accessLogs: true } };
    const chain = prepared({ ...DOCUMENT, nodes });
    const run = runPlan(await planDeploy(chain, session), session);
    for (let step = await run.next(); !step.done; step = await run.next());
    const { invokeUrl = '' } = await readStatus(session, chain);
    const sentAt = time.now();
    const path = '/users/7?x=1';
    const result = await sendRequest({
      invokeUrl,
      request: { name: 'one', method: 'GET', path },
      secret: () => undefined,
      now: () => time.now(),
    });
    const id = result.headers['apigw-requestid'];
    const sent = { id, path, sentAt, answeredAt: time.now(), api: 'api', service: 'users' };
    const { access, lines } = await traceRequest(session, chain, sent);
    expect(access).toContain(id);
    expect(lines.map(({ service, message }) => [service, message])).toEqual([
      ['users', expect.stringMatching(/^GET \/users\/7\?x=1 200/)],
    ]);
  });

  it('leaves out what others wrote, and what was written at another time', () => {
    const line = (service: string, message: string, timestamp = 1_000, task = 't') => ({
      service,
      message,
      timestamp,
      task,
    });
    const sent = {
      id: 'abc=',
      path: '/users',
      sentAt: 1_000,
      answeredAt: 1_100,
      api: 'api',
      service: 'users',
    };
    const own = line('users', 'GET /users 200');
    const found = traceIn(
      [
        line('api', 'abc= 200', 1_000, ''),
        own,
        line('orders', 'GET /users 200'),
        line('users', 'GET /users 200', 60_000),
        line('users', 'GET /health 200'),
      ],
      sent,
    );
    expect(found).toEqual({ access: 'abc= 200', lines: [own] });
    expect(traceIn([line('api', 'x', 1_000, '')], { ...sent, id: undefined })).toEqual({
      access: undefined,
      lines: [],
    });
  });
});
