import type { StatusMessage } from '../../src/model/protocol';
import { useCanvas } from '../context';
import type { CanvasState } from '../state';

/** The plan that is shown: the last one, unless it was put aside. */
export function usePlan(): StatusMessage['plan'] {
  return useCanvas(planOf);
}

export function planOf({ status, discardedPlan }: CanvasState): StatusMessage['plan'] {
  return status?.plan === discardedPlan ? undefined : status?.plan;
}
