import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../context';
import { writeContainerLine } from '../ecs/output';
import type { TaskState } from '../ecs/state';
import { callOut } from './callOut';
import type { DataRequest, DataResponse } from './message';

/** Asks the echo container to call another service; its value is the URL. */
const callHeader = 'x-echo-call';

/** A container that was reached, with the request it gets. */
export interface Arrival {
  readonly task: TaskState;
  readonly container: ContainerDefinition;
  readonly request: DataRequest;
}

/** The name of the service that a task belongs to. */
export function serviceNameOf(task: TaskState): string {
  return task.serviceArn.split('/').at(-1) ?? '';
}

/**
 * The container that stands for every image: it says what it saw, as `text/plain`, and writes a line to its
 * log. A path that ends in `/call` with `?url=…`, or the header `x-echo-call`, makes it call another service
 * from where it is; `$NAME` in that URL is a variable of its environment.
 */
export function echo(context: Context, { task, container, request }: Arrival): DataResponse {
  const url = request.query === '' ? request.path : `${request.path}?${request.query}`;
  const lines = [
    `${request.method} ${url}`,
    `service: ${serviceNameOf(task)}`,
    `container: ${container.name ?? ''}`,
    `task: ${task.id}`,
    `address: ${task.address ?? ''}`,
    '',
    ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`),
  ];
  if (request.body.length > 0) lines.push('', `(${request.body.length} bytes of body)`);
  const asked = callAsked(request);
  if (asked !== undefined) lines.push('', ...calledFrom(context, { task, container }, asked));
  logRequest(context, { task, container, request }, 200);
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-task-id': task.id },
    body: `${lines.join('\n')}\n`,
  };
}

/** The line that a request leaves in the container's log. */
export function logRequest(context: Context, { task, container, request }: Arrival, status: number): void {
  const from = request.headers['x-forwarded-for'] ?? '-';
  const url = request.query === '' ? request.path : `${request.path}?${request.query}`;
  writeContainerLine(context, task, container, `${request.method} ${url} ${status} from ${from}`);
}

function callAsked(request: DataRequest): string | undefined {
  if (Object.hasOwn(request.headers, callHeader)) return request.headers[callHeader];
  if (!request.path.endsWith('/call')) return undefined;
  return new URLSearchParams(request.query).get('url') ?? undefined;
}

function calledFrom(context: Context, caller: Omit<Arrival, 'request'>, template: string): string[] {
  const result = callOut(context, caller, template);
  if (!result.ok) return [`called ${result.url}: ${result.reason}`];
  const request: DataRequest = {
    method: 'GET',
    path: result.url.pathname,
    query: result.url.search.slice(1),
    headers: { host: result.url.host, 'user-agent': 'echo' },
    body: new Uint8Array(),
  };
  // The header is not passed on, so a callee calls nobody unless its own path asks for it; and that ends,
  // because each call consumes one level of the URL's encoding.
  const answer = echo(context, { task: result.task, container: result.container, request });
  const body = String(answer.body).trimEnd().split('\n');
  return [`called ${result.url.href}: ${answer.status}`, ...body.map((line) => `  ${line}`)];
}
