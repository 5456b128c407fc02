import type { IncomingMessage, ServerResponse } from 'node:http';
import { inRegion, type Context, type Simulation } from '../context';
import type { ApiState } from '../apiGateway/state';
import { readBody } from '../doors';
import { invoke } from './gateway';
import { gatewayAnswer, type DataRequest, type DataResponse } from './message';

/** API Gateway's limit of a payload (aws-reference §1.1). */
const longestBody = 10 * 1024 * 1024;

/** Answers a request to `/execute-api/<api>/<stage>/…`. */
export async function answerInvoke(
  simulation: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const match = /^\/execute-api\/([a-z0-9]+)(\/[^?]*)?(?:\?(.*))?$/.exec(request.url ?? '');
  const [, id = '', path = '/', query = ''] = match ?? [];
  if (!findApi(simulation, id)) return send(response, request, gatewayAnswer(404, 'Not Found'));
  const body = await readBody(request, longestBody);
  if (!body) return send(response, request, gatewayAnswer(413, 'Request Entity Too Large'));
  const asked: DataRequest = {
    method: request.method ?? 'GET',
    path,
    query,
    headers: flat(request),
    body,
  };
  send(response, request, await invokeApi(simulation, id, asked));
}

/** Answers a request to an API; `path` begins with the stage. */
export async function invokeApi(
  simulation: Simulation,
  id: string,
  request: DataRequest,
): Promise<DataResponse> {
  const found = findApi(simulation, id);
  if (!found) return gatewayAnswer(404, 'Not Found');
  const answer = await invoke(found.context, found.api, request);
  simulation.changed();
  return answer;
}

function findApi(simulation: Simulation, id: string): { context: Context; api: ApiState } | undefined {
  for (const region of simulation.world.regions.values()) {
    const api = region.apiGateway.apis.get(id);
    if (api) return { context: inRegion(simulation, region.name), api };
  }
  return undefined;
}

function flat(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
}

function send(response: ServerResponse, request: IncomingMessage, answer: DataResponse): void {
  response.writeHead(answer.status, answer.headers);
  response.end(request.method === 'HEAD' || answer.status === 204 ? undefined : answer.body);
}
