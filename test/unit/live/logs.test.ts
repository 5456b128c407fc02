import { describe, expect, it } from 'vitest';
import { tailLogs, type LogLine, type TailOptions } from '../../../src/live/logs';
import { logGroupsOf } from '../../../src/live/logs/sources';
import { createFakeLogs, line, type FakeLogs } from './fakeLogs';
import { prepared } from './hops/chain';

const USERS = { node: 'users', logGroup: '/ecs/shop/users' };
const ORDERS = { node: 'orders', logGroup: '/ecs/shop/orders' };

function tail(logs: FakeLogs, options: Partial<TailOptions> = {}): AsyncGenerator<readonly LogLine[]> {
  return tailLogs(logs, { services: [USERS], since: 900_000, follow: false, ...options });
}

async function messages(lines: AsyncGenerator<readonly LogLine[]>): Promise<string[]> {
  const read: string[] = [];
  for await (const batch of lines) read.push(...batch.map(({ message }) => message));
  return read;
}

/** Follows until so many sleeps have passed. */
async function follow(
  logs: FakeLogs,
  sleeps: number,
  onSleep: (count: number) => void,
  options: Partial<TailOptions> = {},
): Promise<string[]> {
  const stop = new AbortController();
  logs.onSleep = (count) => {
    if (count === sleeps) stop.abort(new Error('enough'));
    else onSleep(count);
  };
  const read: string[] = [];
  const run = async () => {
    for await (const batch of tail(logs, { follow: true, signal: stop.signal, ...options }))
      read.push(...batch.map(({ message }) => message));
  };
  await expect(run()).rejects.toThrow('enough');
  return read;
}

describe('a backfill', () => {
  it('drains every page, empty ones too, from the time asked for until now', async () => {
    const logs = createFakeLogs();
    logs.groups.set(USERS.logGroup, [
      line(800_000, 'too old'),
      ...[1, 2, 3, 4, 5].map((n) => line(900_000 + n, `m${n}`)),
      line(1_000_001, 'after now'),
    ]);
    expect(await messages(tail(logs))).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
    expect(logs.asked).toHaveLength(6);
    expect(logs.asked.every(({ startTime, endTime }) => startTime === 900_000 && endTime === 1_000_000)).toBe(
      true,
    );
  });

  it('interleaves services by time, with node and task of each line', async () => {
    const logs = createFakeLogs();
    logs.groups.set(USERS.logGroup, [line(900_001, 'a'), line(900_003, 'c', 2), line(900_003, 'd')]);
    logs.groups.set(ORDERS.logGroup, [line(900_002, 'b', 7), line(900_003, 'e', 7), line(900_004, 'f', 7)]);
    const lines: LogLine[] = [];
    for await (const batch of tail(logs, { services: [USERS, ORDERS] })) lines.push(...batch);
    expect(lines.map(({ message, service, task }) => `${message} ${service} ${task}`)).toEqual([
      'a users t1',
      'b orders t7',
      'c users t2',
      'e orders t7',
      'd users t1',
      'f orders t7',
    ]);
  });

  it('is empty for a group that is not there', async () => {
    expect(await messages(tail(createFakeLogs()))).toEqual([]);
  });

  it('has AWS apply the filter, and applies include and exclude itself, to every line', async () => {
    const logs = createFakeLogs();
    logs.groups.set(
      USERS.logGroup,
      ['GET /a', 'GET /health', 'GET /b', 'POST /a'].map((it, n) => line(900_000 + n, it)),
    );
    // A global pattern remembers where it was.
    const options = { filter: '"/"', include: /GET/g, exclude: /health/g };
    expect(await messages(tail(logs, options))).toEqual(['GET /a', 'GET /b']);
    expect(logs.asked[0]?.filterPattern).toBe('"/"');
  });

  it('fails with the sentence of a refused call', async () => {
    const logs = createFakeLogs();
    const account = { ...logs.account, send: () => Promise.reject(new Error('may not')) } as never;
    await expect(
      messages(tailLogs({ account }, { services: [USERS], since: 0, follow: false })),
    ).rejects.toThrow('may not');
  });
});

describe('following', () => {
  it('gives each line once: live, late, and with equal times', async () => {
    const logs = createFakeLogs({ pageSize: 100 });
    const group = [line(995_000, 'm1'), line(999_000, 'm2')];
    logs.groups.set(USERS.logGroup, group);
    const read = await follow(logs, 14, (count) => {
      if (count === 1) group.push(line(1_001_000, 'm4'));
      if (count === 3) group.unshift(line(901_000, 'later than late'));
      // Written before m2, seen after it; and a twin in time.
      if (count === 2) group.splice(1, 0, line(996_000, 'late'), line(999_000, 'twin'));
    });
    expect(read).toEqual(['m1', 'm2', 'm4', 'late', 'twin', 'later than late']);
  });

  it('gives a line that comes two minutes late', async () => {
    const logs = createFakeLogs({ pageSize: 1_000 });
    const group = [line(1_000_000, 'm')];
    logs.groups.set(USERS.logGroup, group);
    const late: string[] = [];
    const read = await follow(
      logs,
      60,
      (count) => {
        group.push(line(logs.now, `n${count}`));
        if (count % 7 !== 0) return;
        late.push(`late ${count}`);
        group.push(line(logs.now - 119_000, `late ${count}`));
      },
      { since: 800_000 },
    );
    // The last is written after the last look for what is late.
    expect(read.filter((message) => message.startsWith('late'))).toEqual(late.slice(0, -1));
  });

  it('takes up a group that appears', async () => {
    const logs = createFakeLogs();
    const read = await follow(logs, 3, (count) => {
      if (count === 1) logs.groups.set(USERS.logGroup, [line(1_001_000, 'first')]);
    });
    expect(read).toEqual(['first']);
  });

  it('does not follow a wrong clock into the future', async () => {
    const logs = createFakeLogs();
    const group = [line(1_000_000, 'now'), line(4_600_000, 'in an hour')];
    logs.groups.set(USERS.logGroup, group);
    const read = await follow(logs, 4, (count) => {
      if (count === 2) group.push(line(1_003_000, 'still read'));
    });
    expect(read).toEqual(['now', 'in an hour', 'still read']);
  });

  it('asks again from six seconds before the last line, no earlier than asked for, and seldom for those before', async () => {
    const logs = createFakeLogs({ pageSize: 100 });
    logs.groups.set(USERS.logGroup, [line(999_000, 'm')]);
    await follow(logs, 12, () => undefined, { since: 998_000 });
    expect(new Set(logs.asked.map(({ startTime }) => startTime))).toEqual(new Set([998_000]));
    const later = createFakeLogs({ pageSize: 100 });
    later.groups.set(USERS.logGroup, [line(999_000, 'm')]);
    await follow(later, 12, () => undefined);
    const starts = later.asked.map(({ startTime }) => startTime);
    expect(starts.filter((start) => start === 993_000)).toHaveLength(2 * 11);
    expect(starts.filter((start) => start < 993_000)).toHaveLength(2 * 2);
  });

  it('polls every second, scaled by the pace of the connection but not without a pause', async () => {
    for (const [pace, each] of [
      [1, 1_000],
      [0.5, 500],
      [0.001, 200],
    ] as const) {
      const logs = createFakeLogs({ pace });
      logs.groups.set(USERS.logGroup, []);
      await follow(logs, 3, () => undefined);
      expect(logs.now).toBe(1_000_000 + 3 * each);
    }
  });

  it('asks a group that is quiet every five seconds, and every second again once it writes', async () => {
    const logs = createFakeLogs();
    const group = [line(999_000, 'm')];
    logs.groups.set(USERS.logGroup, group);
    const times: number[] = [];
    await follow(logs, 120, (count) => {
      times.push(logs.now);
      if (count === 100) group.push(line(logs.now, 'again'));
    });
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.max(...gaps)).toBe(5_000);
    expect(Math.max(...gaps.slice(101))).toBeLessThan(2_000);
  });

  it('takes many groups in turns, within what AWS answers', async () => {
    const logs = createFakeLogs({ pageSize: 1_000 });
    const services = Array.from({ length: 12 }, (_none, index) => ({
      node: `n${index}`,
      logGroup: `g${index}`,
    }));
    await follow(
      logs,
      20,
      (count) => {
        for (const { logGroup } of services) logs.groups.set(logGroup, [line(logs.now, `${count}`)]);
      },
      { services },
    );
    const seconds = (logs.now - 1_000_000) / 1_000;
    expect(logs.asked.length / 2 / seconds).toBeLessThan(5);
  });

  it('gives more lines than a look reads, each once', async () => {
    const logs = createFakeLogs({ pageSize: 10_000 });
    const group = Array.from({ length: 130_000 }, (_, n) => line(995_000 + Math.floor(n / 30), `m${n}`));
    logs.groups.set(USERS.logGroup, group);
    const read = await follow(logs, 3, (count) => {
      if (count === 2) group.push(line(1_001_000, 'last'));
    });
    expect(new Set(read).size).toBe(read.length);
    expect(read).toHaveLength(130_001);
  });

  it('goes on when AWS does not answer for a while, says so once, and misses nothing', async () => {
    const logs = createFakeLogs();
    const group = [line(999_000, 'm1')];
    logs.groups.set(USERS.logGroup, group);
    const said: string[] = [];
    const read = await follow(
      logs,
      12,
      (count) => {
        logs.failure = count >= 2 && count < 6 ? 'unreachable' : undefined;
        group.push(line(logs.now, `n${count}`));
      },
      { onNotice: (text) => said.push(text) },
    );
    expect(read).toEqual(['m1', ...Array.from({ length: 11 }, (_none, index) => `n${index + 1}`)]);
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(/No new lines at the moment.*no answer/);
  });

  it('goes on in the middle of a backfill where an answer is missing', async () => {
    const logs = createFakeLogs({ pageSize: 1 });
    const group = [1, 2, 3, 4].map((n) => line(100_000 + n, `m${n}`));
    logs.groups.set(USERS.logGroup, group);
    logs.failAt = 5;
    const read = await follow(logs, 3, () => undefined, { since: 0, onNotice: () => undefined });
    expect(read).toEqual(['m1', 'm2', 'm3', 'm4']);
  });

  it('ends with the sentence of a call that may not be made', async () => {
    const logs = createFakeLogs();
    logs.groups.set(USERS.logGroup, []);
    logs.failure = 'denied';
    await expect(messages(tail(logs, { follow: true, onNotice: () => undefined }))).rejects.toThrow(
      'no answer',
    );
  });
});

describe('the log groups of a topology', () => {
  it('are those of its services', () => {
    expect(logGroupsOf(prepared())).toEqual([USERS, ORDERS]);
  });
});
