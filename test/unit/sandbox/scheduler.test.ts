import { expect, test } from 'vitest';
import type { EventBody, WorldEvent } from '../../../src/sandbox/events';
import { createScheduler } from '../../../src/sandbox/scheduler';
import { createWorld } from '../../../src/sandbox/world';
import { manualClock } from './manualClock';

const named = (id: string): EventBody => ({ kind: 'vpcLinkGone', id });

function setUp(timeScale = 1) {
  const clock = manualClock(0);
  const world = createWorld();
  const ran: [string, number][] = [];
  const scheduler = createScheduler({
    world,
    clock,
    timeScale,
    run(event: WorldEvent) {
      if (event.body.kind === 'vpcLinkGone') ran.push([event.body.id, scheduler.now()]);
      if (event.body.kind === 'vpcLinkGone' && event.body.id === 'first') {
        scheduler.schedule('r', 5, named('caused'));
      }
    },
  });
  return { clock, world, ran, scheduler };
}

test('events run in the order of their time, and those of one time in the order they were planned', () => {
  const { clock, ran, scheduler } = setUp();
  scheduler.start();
  scheduler.schedule('r', 20, named('late'));
  scheduler.schedule('r', 10, named('early'));
  scheduler.schedule('r', 10, named('early too'));
  clock.advance(15);
  expect(ran).toEqual([
    ['early', 10_000],
    ['early too', 10_000],
  ]);
  clock.advance(5);
  expect(ran.at(-1)).toEqual(['late', 20_000]);
});

test('the time scale divides durations', () => {
  const { clock, ran, scheduler } = setUp(30);
  scheduler.start();
  scheduler.schedule('r', 120, named('link'));
  clock.advance(3.9);
  expect(ran).toEqual([]);
  clock.advance(0.2);
  expect(ran).toEqual([['link', 4000]]);
});

test('what became due while nobody looked happens in order, each at its own time', () => {
  const { clock, ran, scheduler } = setUp();
  scheduler.schedule('r', 10, named('first'));
  scheduler.schedule('r', 12, named('second'));
  clock.advance(3600);
  scheduler.start();
  scheduler.catchUp();
  expect(ran).toEqual([
    ['first', 10_000],
    ['second', 12_000],
    ['caused', 15_000],
  ]);
});

test('nothing runs after it was stopped', () => {
  const { clock, ran, scheduler, world } = setUp();
  scheduler.start();
  scheduler.schedule('r', 10, named('never'));
  scheduler.stop();
  clock.advance(60);
  expect(ran).toEqual([]);
  expect(world.events).toHaveLength(1);
});
