import * as z from '../../zod';

export const deployment = z.union(
  [
    z.enum(['safe', 'fast']),
    z.object({
      minimumHealthyPercent: z
        .int()
        .min(0)
        .max(100)
        .default(100)
        .meta({ title: 'Minimum healthy', unit: '%' }),
      maximumPercent: z.int().min(100).max(200).default(200).meta({ title: 'Maximum', unit: '%' }),
      circuitBreaker: z.boolean().default(true).meta({ title: 'Circuit breaker' }),
      rollback: z.boolean().default(true).meta({ title: 'Roll back' }),
      failedTasks: z.int().min(1).max(200).optional().meta({ title: 'Failed tasks' }),
    }),
  ],
  { error: 'The deployment is safe, fast or an object with its bounds.' },
);
