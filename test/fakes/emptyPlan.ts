import type { Plan } from '../../src/engine/plan';

/** A plan of nothing. */
export const EMPTY_PLAN: Plan = {
  stack: 'shop',
  found: [],
  changes: [],
  decisions: [],
  deletes: [],
  kept: [],
  left: [],
  notEchoed: [],
  digest: '',
  tags: {},
};
