import type { Plan } from '../engine/plan';
import type { Failure } from '../engine/progress';
import { CAUSES } from './hops/causes';
import { stoppedCause } from './hops/decode';

/** Puts behind AWS's words for why the tasks of a service do not run what helps against it, as the canvas says it. */
export function withRemedies(failures: readonly Failure[], { decisions }: Plan): Failure[] {
  const services = new Set(
    decisions.flatMap(({ resource: { id, type } }) => (type === 'AWS::ECS::Service' ? [id] : [])),
  );
  return failures.map((failure) => {
    const cause = services.has(failure.id) ? stoppedCause(failure.reason) : undefined;
    return cause === undefined
      ? failure
      : { ...failure, reason: `${ended(failure.reason)} ${CAUSES[cause].remedy}` };
  });
}

function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
