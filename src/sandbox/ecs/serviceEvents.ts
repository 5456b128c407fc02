import type { Context } from '../context';
import { uuid } from '../ids';
import type { ServiceState } from './state';

/** DescribeServices shows this many (ECS docs). */
const kept = 100;

/** Adds one of the lines that the console shows under "Events". */
export function addEvent(context: Context, service: ServiceState, text: string): void {
  const message = `(service ${service.name}) ${text}`;
  service.events.unshift({ id: uuid(context.random), at: context.now(), message });
  service.events.splice(kept);
}
