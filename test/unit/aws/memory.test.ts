import { GetApisCommand, UpdateApiCommand } from '@aws-sdk/client-apigatewayv2';
import { DescribeTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { createBudget } from '../../../src/aws/budget';
import { createMemory } from '../../../src/aws/memory';
import { cutConnection, fakeAccount, sdkError, type Answers } from './fakes';

const SECOND = 1000;
const throttled = sdkError('TooManyRequestsException', 'Too Many Requests', 429);
const denied = sdkError('AccessDeniedException', 'not authorized', 403);

/** A memory over an account that answers with numbered lists of APIs. */
function remembering(answers: Answers = {}) {
  let asked = 0;
  const fake = fakeAccount({ GetApis: () => ({ Items: [{ ApiId: String((asked += 1)) }] }), ...answers });
  const memory = createMemory(fake.account);
  const apis = async (age = 10 * SECOND, token?: string) => {
    const { clients, send } = memory.within(age);
    return (await send(clients.apigatewayv2, new GetApisCommand({ NextToken: token }))).Items?.[0]?.ApiId;
  };
  return { ...fake, memory, apis };
}

describe('a memory of answers', () => {
  it('answers from what is young enough, and asks for the rest', async () => {
    const { apis, clock } = remembering();
    const answers = [await apis(), await apis()];
    clock.time += 9 * SECOND;
    answers.push(await apis(), await apis(5 * SECOND));
    clock.time += 11 * SECOND;
    answers.push(await apis());
    expect(answers).toEqual(['1', '1', '1', '2', '3']);
  });

  it('answers with what is too old where nobody is to wait, and has it anew behind that', async () => {
    const { memory, clock } = remembering();
    const { clients, send } = memory.behind(10 * SECOND);
    const id = async () => (await send(clients.apigatewayv2, new GetApisCommand({}))).Items?.[0]?.ApiId;
    const answers = [await id()];
    clock.time += 20 * SECOND;
    answers.push(await id());
    // What was asked for meanwhile has come.
    await new Promise((resolve) => setImmediate(resolve));
    answers.push(await id());
    memory.expire();
    answers.push(await id());
    expect(answers).toEqual(['1', '1', '2', '3']);
  });

  it('tells inputs apart', async () => {
    const { apis } = remembering();
    expect([await apis(), await apis(10 * SECOND, 'next'), await apis()]).toEqual(['1', '2', '1']);
  });

  it('passes on whatever changes something', async () => {
    const { memory, sent } = remembering({ UpdateApi: { ApiId: 'a' } });
    const { clients, send } = memory.within(SECOND);
    for (let time = 0; time < 2; time += 1) {
      await send(clients.apigatewayv2, new UpdateApiCommand({ ApiId: 'a' }));
    }
    expect(sent).toHaveLength(2);
  });

  it('asks anew for all that was taken for too old', async () => {
    const { apis, memory } = remembering();
    await apis();
    memory.expire();
    expect([await apis(), await apis()]).toEqual(['2', '2']);
  });

  it('lets the last answer stand in where AWS refuses, without trying again at once', async () => {
    const { apis, memory, clock, sent } = remembering({
      GetApis: [{ Items: [{ ApiId: 'good' }] }, throttled, { Items: [{ ApiId: 'new' }] }],
    });
    await apis();
    clock.time += 20 * SECOND;
    expect(await apis()).toBe('good');
    expect([sent.length, memory.throttles, memory.overdue()]).toMatchObject([2, 1, { since: 0 }]);
    expect(clock.slept).toEqual([]);
    expect(await apis()).toBe('new');
    expect(memory.overdue()).toBeUndefined();
  });

  it('tries for a first answer as any call is tried', async () => {
    const { apis } = remembering({ GetApis: [throttled, { Items: [{ ApiId: 'late' }] }] });
    expect(await apis()).toBe('late');
  });

  it('lets the last answer stand in where nobody answers', async () => {
    const { apis, clock } = remembering({ GetApis: [{ Items: [{ ApiId: 'good' }] }, cutConnection()] });
    await apis();
    clock.time += 20 * SECOND;
    expect(await apis()).toBe('good');
  });

  it('does not ask at every look for what it may not know', async () => {
    const { apis, sent, clock } = remembering({ GetApis: denied });
    await expect(apis()).rejects.toMatchObject({ kind: 'denied' });
    await expect(apis()).rejects.toMatchObject({ kind: 'denied' });
    expect(sent).toHaveLength(1);
    clock.time += 20 * SECOND;
    await expect(apis()).rejects.toMatchObject({ kind: 'denied' });
    expect(sent).toHaveLength(2);
  });

  it('keeps what no health depends on for an hour', async () => {
    const { memory, sent, clock } = remembering({ DescribeTags: { TagDescriptions: [] } });
    const { clients, send } = memory.within(SECOND);
    const tags = () => send(clients.elbv2, new DescribeTagsCommand({ ResourceArns: ['arn:a'] }));
    await tags();
    clock.time += 50 * 60 * SECOND;
    await tags();
    expect(sent).toHaveLength(1);
    clock.time += 11 * 60 * SECOND;
    await tags();
    expect(sent).toHaveLength(2);
  });

  it('renews no more than its share, and answers with what it has meanwhile', async () => {
    const { account, clock } = fakeAccount({ GetApis: (input) => ({ Items: [{ ApiId: input.NextToken }] }) });
    const share = createBudget(clock, [{ covers: /./, burst: 2, perSecond: 1 }]);
    const memory = createMemory(account, share);
    const { clients, send } = memory.within(SECOND);
    const all = async () => {
      for (const NextToken of ['a', 'b', 'c', 'd', 'e']) {
        await send(clients.apigatewayv2, new GetApisCommand({ NextToken }));
      }
      return account.counters['ApiGatewayV2.GetApis'];
    };
    expect(await all()).toBe(5);
    clock.time += 60 * SECOND;
    expect(await all()).toBe(7);
    clock.time += 2 * SECOND;
    expect(await all()).toBe(9);
  });

  it('forgets pages that nobody asks for any more', async () => {
    const { apis, memory, clock, sent } = remembering();
    await apis(1, 'token');
    clock.time += 91 * 60 * SECOND;
    memory.sweep();
    await apis(Number.POSITIVE_INFINITY, 'token');
    expect(sent).toHaveLength(2);
  });
});
