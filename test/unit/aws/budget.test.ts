import { expect, test } from 'vitest';
import { AWS_RATES, createBudget } from '../../../src/aws/budget';
import { fakeClock } from './fakes';

const rates = { ...AWS_RATES, apigatewayv2: { perSecond: 4, burst: 2 } };

test('a burst goes out at once, what follows keeps the rate', async () => {
  const clock = fakeClock();
  const budget = createBudget(clock, rates, {});
  for (let index = 0; index < 4; index += 1) await budget.take('apigatewayv2', 'GetApi');
  expect(clock.slept).toEqual([250, 250]);
});

test('calls that come together wait in the order in which they came', async () => {
  const clock = fakeClock();
  const waits: number[] = [];
  const still = { now: () => 0, sleep: (ms: number) => (waits.push(ms), Promise.resolve()) };
  const budget = createBudget({ ...clock, ...still }, rates, {});
  await Promise.all(Array.from({ length: 5 }, () => budget.take('apigatewayv2', 'GetApi')));
  expect(waits).toEqual([250, 500, 750]);
});

test('tokens come back with time, but never more than a burst', async () => {
  const clock = fakeClock();
  const budget = createBudget(clock, rates, {});
  await budget.take('apigatewayv2', 'GetApi');
  await budget.take('apigatewayv2', 'GetApi');
  clock.time += 60_000;
  for (let index = 0; index < 3; index += 1) await budget.take('apigatewayv2', 'GetApi');
  expect(clock.slept).toEqual([250]);
});

test('one service does not wait for another', async () => {
  const clock = fakeClock();
  const budget = createBudget(clock, rates, {});
  for (let index = 0; index < 2; index += 1) await budget.take('apigatewayv2', 'GetApi');
  await budget.take('ecs', 'DescribeServices');
  expect(clock.slept).toEqual([]);
});

test('two VPC links are made fifteen seconds apart', async () => {
  const clock = fakeClock();
  const budget = createBudget(clock);
  await budget.take('apigatewayv2', 'CreateVpcLink');
  await budget.take('apigatewayv2', 'CreateVpcLink');
  expect(clock.slept).toEqual([15_000]);
});

test('who waits for a token can be aborted, who is aborted takes none', async () => {
  const reason = new Error('stop');
  const signal = AbortSignal.abort(reason);
  await expect(createBudget(fakeClock()).take('ecs', 'ListServices', signal)).rejects.toBe(reason);
});
