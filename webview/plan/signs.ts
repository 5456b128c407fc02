import type { PlanMark } from '../../src/model/protocol';

/** What stands before an action of a plan, beside its colour. */
export const SIGNS = {
  create: '+',
  update: '~',
  replace: '±',
  delete: '−',
} as const satisfies Record<PlanMark, string>;
