import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  StartLiveTailCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compilePattern } from '../../../src/sandbox/logs/filterPattern';
import { createAccount, type Account } from './account';

const logGroupName = '/ecs/shop/web';
const groupArn = `arn:aws:logs:ap-southeast-1:123456789012:log-group:${logGroupName}`;
let aws: Account;
beforeEach(async () => {
  aws = await createAccount();
  await aws.logs.send(new CreateLogGroupCommand({ logGroupName, tags: { a: '1' } }));
  for (const logStreamName of ['ecs/web/one', 'ecs/web/two']) {
    await aws.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  }
});
afterEach(() => aws.sandbox.close());

/** Writes lines a second apart. */
async function write(stream: string, ...lines: string[]): Promise<void> {
  for (const message of lines) {
    aws.clock.advance(1);
    await aws.logs.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName: `ecs/web/${stream}`,
        logEvents: [{ timestamp: aws.clock.now(), message }],
      }),
    );
  }
}

describe('a filter pattern', () => {
  test.each([
    ['', 'anything', true],
    ['GET', 'GET /users 200', true],
    ['get', 'GET /users 200', false],
    ['GET 200', 'GET /users 200', true],
    ['GET 404', 'GET /users 200', false],
    ['"GET /users"', 'GET /users 200', true],
    ['"users GET"', 'GET /users 200', false],
    ['?404 ?500', 'GET /users 500', true],
    ['?404 ?500', 'GET /users 200', false],
    ['GET -200', 'GET /users 200', false],
    ['GET -404', 'GET /users 200', true],
    ['%/users/\\d+%', 'GET /users/42 200', true],
    ['%/users/\\d+%', 'GET /users/x 200', false],
    ['{ $.level = "error" }', '{"level":"error"}', true],
    ['{ $.level = "err*" }', '{"level":"error"}', true],
    ['{ $.level = "error" }', '{"level":"info"}', false],
    ['{ $.level = "error" }', 'level error', false],
    ['{ $.http.status >= 500 }', '{"http":{"status":503}}', true],
    ['{ $.a = 1 && $.b != 2 }', '{"a":1,"b":3}', true],
    ['{ $.a = 1 || $.b = 2 }', '{"a":0,"b":2}', true],
    ['{ $.toString = "x" }', '{"a":1}', false],
  ])('%j on %j is %j', (pattern, line, expected) => {
    expect(compilePattern(pattern)(line)).toBe(expected);
  });

  test('that does not parse is refused', async () => {
    await expect(
      aws.logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern: '{ level }' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('lines', () => {
  test('of all streams come in the order of time, page by page', async () => {
    await write('one', 'a');
    await write('two', 'b');
    await write('one', 'c', 'd');
    const pages: (string | undefined)[][] = [];
    for await (const page of paginateFilterLogEvents({ client: aws.logs, pageSize: 3 }, { logGroupName })) {
      pages.push((page.events ?? []).map((event) => event.message));
    }
    expect(pages).toEqual([['a', 'b', 'c'], ['d']]);
  });

  test('are narrowed by stream, by time and by pattern', async () => {
    await write('one', 'GET a', 'PUT a');
    const since = aws.clock.now() + 1;
    await write('two', 'GET b');
    await write('one', 'GET c');
    const read = async (more: object) =>
      (await aws.logs.send(new FilterLogEventsCommand({ logGroupName, ...more }))).events?.map(
        (event) => event.message,
      );
    expect(await read({ filterPattern: 'GET' })).toEqual(['GET a', 'GET b', 'GET c']);
    expect(await read({ startTime: since })).toEqual(['GET b', 'GET c']);
    expect(await read({ logStreamNamePrefix: 'ecs/web/t' })).toEqual(['GET b']);
    expect(await read({ logStreamNames: ['ecs/web/one'], startTime: since })).toEqual(['GET c']);
  });

  test('have ids of their own', async () => {
    await write('one', 'same', 'same');
    const { events } = await aws.logs.send(new FilterLogEventsCommand({ logGroupName }));
    expect(new Set(events?.map((event) => event.eventId)).size).toBe(2);
  });

  test('of one stream are read forwards until the token repeats', async () => {
    await write('one', 'a', 'b', 'c');
    const seen: (string | undefined)[] = [];
    let token: string | undefined;
    for (;;) {
      const answer = await aws.logs.send(
        new GetLogEventsCommand({
          logGroupName,
          logStreamName: 'ecs/web/one',
          startFromHead: true,
          limit: 2,
          nextToken: token,
        }),
      );
      seen.push(...(answer.events ?? []).map((event) => event.message));
      if (answer.nextForwardToken === token) break;
      token = answer.nextForwardToken;
    }
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  test('make the newest stream the first by time', async () => {
    await write('one', 'a');
    await write('two', 'b');
    await write('one', 'c');
    const { logStreams } = await aws.logs.send(
      new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', descending: true }),
    );
    expect(logStreams?.map((stream) => stream.logStreamName)).toEqual(['ecs/web/one', 'ecs/web/two']);
  });
});

describe('a log group', () => {
  test('has an ARN with and one without the asterisk, retention and tags', async () => {
    await aws.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 30 }));
    const { logGroups } = await aws.logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ecs/shop/' }),
    );
    expect(logGroups).toMatchObject([
      { arn: `${groupArn}:*`, logGroupArn: groupArn, retentionInDays: 30, logGroupClass: 'STANDARD' },
    ]);
    const { tags } = await aws.logs.send(new ListTagsForResourceCommand({ resourceArn: groupArn }));
    expect(tags).toEqual({ a: '1' });
    await expect(
      aws.logs.send(new ListTagsForResourceCommand({ resourceArn: `${groupArn}:*` })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('a live tail', () => {
  const open = async (more = {}) => {
    const { responseStream } = await aws.logs.send(
      new StartLiveTailCommand({ logGroupIdentifiers: [groupArn], ...more }),
    );
    if (!responseStream) throw new Error('no stream');
    return responseStream[Symbol.asyncIterator]();
  };

  test('begins with the session, then brings what is written from then on', async () => {
    await write('one', 'before');
    const tail = await open({ logEventFilterPattern: '-noise' });
    await write('one', 'first', 'noise');
    await write('two', 'second');
    expect((await tail.next()).value).toMatchObject({
      sessionStart: { logGroupIdentifiers: [groupArn] },
    });
    expect((await tail.next()).value).toMatchObject({
      sessionUpdate: {
        sessionResults: [
          { logStreamName: 'ecs/web/one', message: 'first' },
          { logStreamName: 'ecs/web/two', message: 'second' },
        ],
      },
    });
    await tail.return?.();
  });

  test('wakes who waits for it, and ends for who leaves', async () => {
    const tail = await open();
    await tail.next();
    const waiting = tail.next();
    await write('one', 'hello');
    expect((await waiting).value).toMatchObject({
      sessionUpdate: { sessionResults: [{ message: 'hello' }] },
    });
    const never = tail.next();
    await tail.return?.();
    expect((await never).done).toBe(true);
    expect((await tail.next()).done).toBe(true);
  });
});
