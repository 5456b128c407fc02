import type { Context } from '../context';
import { askBackend } from './backend';
import { echo, logRequest, serviceNameOf, type Arrival } from './echo';
import type { DataResponse } from './message';

/**
 * What a container answers that was reached: the echo, or the local program that stands in for its service. Undefined
 * when that program does not answer in time.
 */
export async function answerOf(
  context: Context,
  arrival: Arrival,
  timeoutMillis: number,
): Promise<DataResponse | undefined> {
  const origin = context.backends.get(serviceNameOf(arrival.task));
  if (origin === undefined) return echo(context, arrival);
  const answer = await askBackend(origin, arrival.request, timeoutMillis);
  if (answer) logRequest(context, arrival, answer.status);
  return answer;
}
