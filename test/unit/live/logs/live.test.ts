import { describe, expect, it } from 'vitest';
import { tailLogs } from '../../../../src/live/logs';
import { createGate } from '../../../../src/live/logs/gate';
import type { Account } from '../../../../src/aws/account';
import { AwsError } from '../../../../src/aws/errors';
import { createVirtualClock } from '../../../fakes/virtualClock';
import { createService } from '../../../bench/logs/service';
import { createWorld } from '../../../bench/logs/world';

const START = Date.UTC(2026, 0, 1);
const WORLD = {
  seed: 7,
  start: START,
  length: 60_000,
  perSecond: 10,
  streams: 2,
  grain: 1,
  flush: 1_000,
  late: 0,
  alike: 1,
};

type Told = readonly [seconds: number, text: string];

/** Follows live for so many seconds; `refuse` stands between the tail and the service. */
async function live(
  seconds: number,
  options: {
    readonly refuse?: (operation: string, count: number) => Error | undefined;
    readonly perSecond?: number;
    readonly at?: Readonly<Record<number, (gate: ReturnType<typeof createGate>) => void>>;
  } = {},
) {
  const clock = createVirtualClock(START);
  const service = createService(createWorld({ ...WORLD, perSecond: options.perSecond ?? WORLD.perSecond }), {
    clock,
    seed: 1,
  });
  const gate = createGate();
  const asked: Record<string, number> = {};
  const commands: { readonly at: number; readonly input: object }[] = [];
  const { account } = service;
  const send: Account['send'] = async (client, command, rest) => {
    const { name } = command.constructor;
    asked[name] = (asked[name] ?? 0) + 1;
    commands.push({ at: (clock.now() - START) / 1_000, input: command.input });
    const refusal = options.refuse?.(name, asked[name]);
    if (refusal) throw refusal;
    return account.send(client, command, rest);
  };
  const told: Told[] = [];
  const stop = new AbortController();
  const read: string[] = [];
  const run = async () => {
    const lines = tailLogs(
      { account: { ...account, send } },
      {
        services: [{ node: 'users', logGroup: 'group' }],
        since: START,
        follow: true,
        live: true,
        gate,
        onNotice: (text) => told.push([(clock.now() - START) / 1_000, text]),
        signal: stop.signal,
      },
    );
    for await (const batch of lines) read.push(...batch.map(({ message }) => message));
  };
  const moves = Object.entries(options.at ?? {}).map(async ([second, move]) => {
    await clock.sleep(Number(second) * 1_000);
    move(gate);
  });
  const ended = run().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  const end = clock.sleep(seconds * 1_000).then(() => stop.abort(new Error('over')));
  await clock.drive(Promise.all([ended, end, ...moves]));
  return { asked, commands, told, read };
}

describe('Live Tail', () => {
  it('is asked for by ARN without an asterisk, says once what it costs, and leaves little to polling', async () => {
    const { commands, told, asked, read } = await live(80);
    expect(commands.find(({ input }) => 'logGroupIdentifiers' in input)?.input).toEqual({
      logGroupIdentifiers: ['arn:aws:logs:eu-west-1:123456789012:log-group:group'],
    });
    expect(told).toEqual([[0, 'Live Tail is on: AWS bills each minute that it is open. Polling is free.']]);
    expect(asked['FilterLogEventsCommand']).toBeLessThan(20);
    expect(new Set(read).size).toBe(600);
    expect(read).toHaveLength(600);
  });

  it('that AWS samples is filled in by polling, which is said until it is over', async () => {
    const { told, read } = await live(80, { perSecond: 700 });
    expect(told.map(([, text]) => text).slice(1)).toEqual([
      expect.stringMatching(/^More than 500 lines a second/) as string,
      '',
    ]);
    expect(new Set(read).size).toBe(42_000);
    expect(read).toHaveLength(42_000);
  });

  it('that AWS refuses becomes polling, which is said, and asked no more', async () => {
    const refusal = new AwsError('Too many sessions', {
      kind: 'quota',
      code: 'LimitExceededException',
      service: 'logs',
      operation: 'StartLiveTail',
      reason: 'Too many sessions',
    });
    const { asked, told, read } = await live(80, {
      refuse: (operation) => (operation === 'StartLiveTailCommand' ? refusal : undefined),
    });
    expect(asked['StartLiveTailCommand']).toBe(1);
    expect(told.at(-1)?.[1]).toBe(
      'Live Tail is not to be had, the lines are polled instead: Too many sessions',
    );
    expect(read).toHaveLength(600);
  });

  it('is closed while nobody looks, and nothing is asked; what came meanwhile follows, once', async () => {
    const { commands, read, told } = await live(90, {
      at: { 20: (gate) => gate.set(false), 50: (gate) => gate.set(true) },
    });
    expect(commands.filter(({ at }) => at > 21 && at < 50)).toEqual([]);
    expect(commands.filter(({ input }) => 'logGroupIdentifiers' in input)).toHaveLength(2);
    expect(told).toHaveLength(1);
    expect(new Set(read).size).toBe(600);
    expect(read).toHaveLength(600);
  });
});
