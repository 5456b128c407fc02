import { expect, test } from 'vitest';
import { createBudget } from '../../../src/aws/budget';
import { shareOf, type Rate } from '../../../src/aws/rates';
import { createVirtualClock } from '../../fakes/virtualClock';

const RATES: readonly Rate[] = [{ covers: /^apigatewayv2\./, burst: 2, perSecond: 4 }];

/** Takes tokens of one bucket, and notes when each call went out, in milliseconds. */
function account(rates?: readonly Rate[]) {
  const clock = createVirtualClock(0);
  const budget = createBudget(clock, rates);
  const out: string[] = [];
  const call = async (operation: string, options: { urgency?: number; signal?: AbortSignal } = {}) => {
    await budget.take('apigatewayv2', operation, options);
    out.push(`${clock.now()} ${operation}`);
  };
  return { clock, budget, out, call };
}

test('a burst goes out at once, what follows keeps the rate, in the order in which it came', async () => {
  const { clock, out, call } = account(RATES);
  await clock.drive(Promise.all(['a', 'b', 'c', 'd'].map((operation) => call(operation))));
  expect(out).toEqual(['0 a', '0 b', '250 c', '500 d']);
});

test('of those that wait the most urgent goes first', async () => {
  const { clock, out, call } = account(RATES);
  const calls = [
    call('a'),
    call('b'),
    call('look'),
    call('stage', { urgency: 1 }),
    call('link', { urgency: 9 }),
  ];
  await clock.drive(Promise.all(calls));
  expect(out).toEqual(['0 a', '0 b', '250 link', '500 stage', '750 look']);
});

test('tokens come back with time, but never more than a burst', async () => {
  const { clock, out, call } = account(RATES);
  await clock.drive(Promise.all([call('a'), call('b')]));
  await clock.pass(60_000);
  await clock.drive(Promise.all([call('c'), call('d'), call('e')]));
  expect(out.slice(2)).toEqual(['60000 c', '60000 d', '60250 e']);
});

test('one service does not wait for another', async () => {
  const { clock, budget, call } = account(RATES);
  await clock.drive(Promise.all([call('a'), call('b')]));
  await clock.drive(budget.take('ecs', 'DescribeServices'));
  expect(clock.now()).toBe(0);
});

test('two VPC links are made fifteen seconds apart, and nobody else waits for that', async () => {
  const { clock, out, call } = account();
  const calls = [call('CreateVpcLink'), call('CreateVpcLink', { urgency: 9 }), call('CreateApi')];
  await clock.drive(Promise.all(calls));
  expect(out).toEqual(['0 CreateVpcLink', '0 CreateApi', '15000 CreateVpcLink']);
});

test('after a refusal the bucket is empty, whatever was counted', async () => {
  const { clock, budget, out, call } = account(RATES);
  budget.refused('apigatewayv2', 'GetApis');
  await clock.drive(call('a'));
  expect(out).toEqual(['250 a']);
});

test('who waits can be aborted, and lets the next one go', async () => {
  const { clock, out, call } = account(RATES);
  const controller = new AbortController();
  const reason = new Error('stop');
  await clock.drive(Promise.all([call('a'), call('b')]));
  const waiting = call('c', { signal: controller.signal });
  const next = call('d');
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await clock.drive(next);
  expect(out).toEqual(['0 a', '0 b', '250 d']);
  await expect(call('e', { signal: controller.signal })).rejects.toBe(reason);
});

test('who only takes what is left gets nothing while somebody waits', async () => {
  const { clock, budget, call } = account(RATES);
  const tries = () => [budget.tryTake('apigatewayv2', 'a'), budget.tryTake('apigatewayv2', 'b')];
  expect(tries()).toEqual([true, true]);
  expect(budget.tryTake('apigatewayv2', 'c')).toBe(false);
  await clock.drive(call('d'));
  expect(clock.now()).toBe(250);
  await clock.pass(10_000);
  expect(tries()).toEqual([true, true]);
});

test('a share of the rates is a share of the bursts too, and always a call', () => {
  expect(shareOf([{ covers: /a/, burst: 30, perSecond: 8 }], 0.1)).toEqual([
    { covers: /a/, burst: 3, perSecond: 0.8 },
  ]);
  expect(shareOf(RATES, 0.1)).toMatchObject([{ burst: 1, perSecond: 0.4 }]);
});
