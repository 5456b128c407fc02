import * as z from '../../zod';
import type { Finding } from '../kind';
import type { ServiceProps } from '../resourceTypes';

const share = z.object({
  base: z.int().min(0).max(100_000).default(0).meta({
    title: 'Base',
    description: 'So many tasks run here before the weights count.',
    unit: 'tasks',
  }),
  weight: z.int().min(0).max(1000).default(1).meta({
    title: 'Weight',
    description: 'The share of all further tasks, beside the other weight.',
  }),
});

/** How tasks are spread over Fargate and Fargate Spot. Source: ECS API reference, CapacityProviderStrategyItem. */
export const capacity = z.object({
  FARGATE: share.optional().meta({ title: 'Fargate' }),
  FARGATE_SPOT: share.optional().meta({ title: 'Fargate Spot' }),
});
export type Capacity = z.output<typeof capacity>;

/** What is asked of the service; Fargate alone is what it has anyway. */
export function strategyOf(given: Capacity | undefined): Pick<ServiceProps, 'capacityProviderStrategy'> {
  if (!given?.FARGATE_SPOT) return {};
  const { FARGATE, FARGATE_SPOT } = given;
  return { capacityProviderStrategy: { ...(FARGATE && { FARGATE }), FARGATE_SPOT } };
}

export function checkCapacity(given: Capacity = {}): Finding[] {
  const { FARGATE, FARGATE_SPOT } = given;
  const path = ['capacityProviderStrategy'];
  const shares = [FARGATE, FARGATE_SPOT].flatMap((one) => one ?? []);
  if (shares.length > 0 && shares.every(({ weight }) => weight === 0)) {
    const [name] = Object.keys(given);
    return [
      {
        severity: 'error',
        code: 'capacity-weights',
        message:
          'No capacity provider has a weight, so ECS could place no task. Give one of them a weight above 0.',
        path,
        fix: { title: `Weigh ${name} with 1`, path: [...path, name ?? 'FARGATE', 'weight'], value: 1 },
      },
    ];
  }
  if (shares.filter(({ base }) => base > 0).length > 1) {
    return [
      {
        severity: 'error',
        code: 'capacity-bases',
        message:
          'Two capacity providers have a base, and ECS takes one. Keep the base of FARGATE, which is never taken back.',
        path: [...path, 'FARGATE_SPOT', 'base'],
        fix: { title: 'Remove the base of FARGATE_SPOT', path: [...path, 'FARGATE_SPOT', 'base'] },
      },
    ];
  }
  if (!FARGATE_SPOT || FARGATE) return [];
  return [
    {
      severity: 'info',
      code: 'spot-only',
      message:
        'All tasks run on Fargate Spot, which AWS may take back at two minutes’ notice, all at once. Keep some on FARGATE where the service has to answer.',
      path: [...path, 'FARGATE_SPOT'],
      fix: { title: 'Keep one task on Fargate', path: [...path, 'FARGATE'], value: { base: 1 } },
    },
  ];
}
