import { ref } from '../../engine/resource';
import * as z from '../../zod';
import type { Finding } from '../kind';
import type { TopologyResource } from '../resourceTypes';

const percent = z.number().positive().max(100);

/** Target tracking: the average over the tasks is kept near each target. */
export const scaling = z.object({
  min: z.int().min(0).meta({ title: 'At least', unit: 'tasks' }),
  max: z.int().min(1).meta({ title: 'At most', unit: 'tasks' }),
  cpu: percent.optional().meta({ title: 'CPU target', unit: '%' }),
  memory: percent.optional().meta({ title: 'Memory target', unit: '%' }),
});
export type Scaling = z.output<typeof scaling>;

const METRICS = ['cpu', 'memory'] as const;

/** What scales a service: the bounds, and a policy for each target. */
export function scalingResources(id: string, given: Scaling | undefined): TopologyResource[] {
  if (!given) return [];
  const { min, max } = given;
  return [
    {
      id: `${id}/scalableTarget`,
      type: 'AWS::ApplicationAutoScaling::ScalableTarget',
      props: { service: ref(`${id}/service`, 'arn'), min, max },
    },
    ...METRICS.flatMap((metric): TopologyResource[] => {
      const target = given[metric];
      if (target === undefined) return [];
      return [
        {
          id: `${id}/scalingPolicy/${metric}`,
          type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
          props: { scalableTarget: ref(`${id}/scalableTarget`, 'id'), metric, target },
        },
      ];
    }),
  ];
}

/** Bounds that cross, and bounds within which nothing ever moves. */
export function checkScaling(given: Scaling | undefined): Finding[] {
  if (!given) return [];
  const { min, max } = given;
  const findings: Finding[] = [];
  if (min > max) {
    const message = `Scaling asks for at least ${min} tasks and at most ${max}. Raise the upper bound, or lower the other.`;
    findings.push({ severity: 'error', code: 'scaling-range', message, path: ['scaling', 'max'] });
  }
  if (min === 0) {
    const message =
      'With no task there is nothing to measure: scaling never brings the first one back. Ask for at least 1.';
    findings.push({
      severity: 'warning',
      code: 'scaling-from-none',
      message,
      path: ['scaling', 'min'],
      fix: { title: 'Keep at least 1', path: ['scaling', 'min'], value: 1 },
    });
  }
  if (METRICS.every((metric) => given[metric] === undefined)) {
    findings.push({
      severity: 'warning',
      code: 'scaling-without-target',
      message: `Nothing says when to scale: there would always be ${min} tasks. Set a target for CPU or memory.`,
      path: ['scaling'],
      fix: { title: 'Keep the CPU near 70 %', path: ['scaling', 'cpu'], value: 70 },
    });
  }
  return findings;
}
