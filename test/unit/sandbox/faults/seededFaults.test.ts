import { describe, expect, it } from 'vitest';
import type { CallFault, FaultyCall } from '../../../../src/sandbox/faults/faultPlan';
import { seededFaults } from '../../../../src/sandbox/faults/seededFaults';

const create: FaultyCall = { name: 'ECS.CreateService', change: true };
const read: FaultyCall = { name: 'ECS.DescribeServices', change: false };
const every = { throttle: 0.2, lostReply: 0.2, staleRead: 0.2, conflict: 0.2 };

function drawn(
  call: FaultyCall,
  options: { seed?: number; only?: string[] } = {},
): (CallFault | undefined)[] {
  const plan = seededFaults({ seed: options.seed ?? 7, rates: { calls: every }, ...options });
  plan.begin('1');
  return Array.from({ length: 200 }, () => plan.ofCall(call));
}

describe('faults by seed', () => {
  it('are the same for the same seed and others for another', () => {
    expect(drawn(create)).toEqual(drawn(create));
    expect(drawn(create)).not.toEqual(drawn(create, { seed: 8 }));
  });

  it('come about as often as asked', () => {
    const lost = drawn(create).filter((fault) => fault === 'lostReply').length;
    expect(lost).toBeGreaterThan(20);
    expect(lost).toBeLessThan(60);
  });

  it('only do what can happen to a call', () => {
    expect(new Set(drawn(create))).toEqual(new Set(['throttle', 'lostReply', undefined]));
    expect(new Set(drawn(read))).toEqual(new Set(['throttle', 'staleRead', undefined]));
  });

  it('stay where they are when others are left out', () => {
    const all = drawn(create);
    const index = all.lastIndexOf('lostReply');
    const one = drawn(create, { only: [`1 ECS.CreateService#${index + 1} lostReply`] });
    expect(one.findIndex((fault) => fault !== undefined)).toBe(index);
    expect(one.filter((fault) => fault !== undefined)).toEqual(['lostReply']);
  });

  it('do not happen in a calm, and happen again after it', () => {
    const plan = seededFaults({ seed: 1, rates: { calls: { throttle: 1 }, failures: { task: 1 } } });
    plan.calm();
    expect(plan.ofCall(create)).toBeUndefined();
    expect(plan.fails('task')).toBe(false);
    plan.begin('2');
    expect(plan.ofCall(create)).toBe('throttle');
    expect(plan.happened).toEqual(['2 ECS.CreateService#1 throttle']);
  });
});
