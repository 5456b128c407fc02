import type { ApiState, DeploymentState, IntegrationState, StageState } from '../apiGateway/state';
import type { Context } from '../context';
import { alphanumeric } from '../ids';
import { requestTime, writeAccessLog } from './accessLog';
import { answerOf } from './answer';
import { refuseCaller } from './authorize';
import { preflight, withCors } from './cors';
import { serviceNameOf } from './echo';
import { mapRequest, mapResponse } from './mapping';
import { gatewayAnswer, type DataRequest, type DataResponse } from './message';
import { reach } from './reach';
import { matchRoute, type RouteMatch } from './routing';
import { takeToken } from './throttle';

/** A stage with what it was deployed with, and the path behind it. */
interface Entrance {
  readonly stage: StageState;
  readonly deployment: DeploymentState;
  readonly path: string;
}

const notFound = gatewayAnswer(404, 'Not Found');

/** Answers a request to an API as API Gateway does; `path` is what follows the API, with the stage. */
export async function invoke(context: Context, api: ApiState, request: DataRequest): Promise<DataResponse> {
  if (api.executeEndpointDisabled) return notFound;
  const entrance = enter(api, request.path);
  if (!entrance) return notFound;
  const early = preflight(api.cors, request);
  if (early) return early;
  const inside: DataRequest = { ...request, path: entrance.path };
  const match = matchRoute(entrance.deployment.routes, request.method, entrance.path);
  const requestId = `${alphanumeric(context.random, 15)}=`;
  const values = requestValues(context, api, entrance, inside, match, requestId);
  const outcome = match
    ? await passOn(context, api, entrance, inside, match, values)
    : { response: notFound };
  const response = withCors(api.cors, request, outcome.response);
  writeAccessLog(context, entrance.stage, { ...values, ...outcome.log, ...answerValues(response) });
  return { ...response, headers: { ...response.headers, 'apigw-requestid': requestId } };
}

/** The first segment names the stage; without one of that name it is `$default`, which takes all. */
function enter(api: ApiState, path: string): Entrance | undefined {
  const [, first = '', ...rest] = path.split('/');
  const named = first === '' ? undefined : api.stages.get(first);
  const stage = named ?? api.stages.get('$default');
  const deployment = api.deployments.get(stage?.deploymentId ?? '');
  if (!stage || deployment?.status !== 'DEPLOYED') return undefined;
  return { stage, deployment, path: named ? `/${rest.join('/')}` : path };
}

interface Outcome {
  readonly response: DataResponse;
  /** What the access log says of the integration. */
  readonly log?: Readonly<Record<string, string>>;
}

async function passOn(
  context: Context,
  api: ApiState,
  { stage, deployment }: Entrance,
  request: DataRequest,
  match: RouteMatch,
  values: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const { route } = match;
  // Settings of the route replace the stage's wholly (aws-reference §1.5).
  const own = Object.hasOwn(stage.routeSettings, route.key) ? stage.routeSettings[route.key] : undefined;
  const bucket = `${api.id} ${stage.name} ${own ? route.key : ''}`;
  if (!takeToken(context.buckets, bucket, own ?? stage.defaultSettings, context.now())) {
    return { response: gatewayAnswer(429, 'Too Many Requests') };
  }
  const authorizer = api.authorizers.get(route.authorizerId ?? '');
  const resource = `${api.id}/${stage.name}/${request.method}${request.path}`;
  const refusal = refuseCaller(context, { route, authorizer, resource }, request);
  if (refusal) return { response: refusal, log: { 'authorizer.error': 'Unauthorized' } };
  const integration = deployment.integrations.find((one) => `integrations/${one.id}` === route.target);
  if (!integration) return { response: gatewayAnswer(500, 'Internal Server Error') };
  const prefix = stage.name === '$default' ? '' : `/${stage.name}`;
  const toBackend = mapRequest(
    { ...request, path: `${prefix}${request.path}`, headers: forwarded(context, request) },
    integration.requestParameters,
    { request, variables: match.variables, context: values, stageVariables: stage.variables },
  );
  return deliver(context, integration, toBackend);
}

async function deliver(
  context: Context,
  integration: IntegrationState,
  request: DataRequest,
): Promise<Outcome> {
  const reached = reach(context, integration);
  if (!reached.ok) {
    const message = reached.status === 500 ? 'Internal Server Error' : 'Service Unavailable';
    return {
      response: gatewayAnswer(reached.status, message),
      log: { integrationErrorMessage: reached.reason, 'integration.error': reached.reason },
    };
  }
  const { task, container } = reached;
  const started = context.now();
  const answer = await answerOf(context, { task, container, request }, integration.timeoutMillis);
  const latency = String(Math.round(context.now() - started));
  if (!answer) {
    const reason = `The local program of ${serviceNameOf(task)} did not answer`;
    return {
      response: gatewayAnswer(503, 'Service Unavailable'),
      log: { integrationErrorMessage: reason, 'integration.error': reason },
    };
  }
  const status = String(answer.status);
  return {
    response: mapResponse(answer, integration.responseParameters),
    log: {
      'integration.status': status,
      'integration.integrationStatus': status,
      integrationStatus: status,
      'integration.latency': latency,
      integrationLatency: latency,
    },
  };
}

/** What the gateway adds on the way (aws-reference §1.3 reserves these names). */
function forwarded(context: Context, request: DataRequest): Record<string, string> {
  const before = request.headers['x-forwarded-for'];
  const trace = Math.floor(context.now() / 1000).toString(16);
  return {
    ...request.headers,
    'x-amzn-trace-id': `Root=1-${trace}-${alphanumeric(context.random, 24)}`,
    'x-forwarded-for': before === undefined ? '127.0.0.1' : `${before}, 127.0.0.1`,
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
    via: 'HTTP/1.1 AmazonAPIGateway',
  };
}

function requestValues(
  context: Context,
  api: ApiState,
  { stage, path }: Entrance,
  request: DataRequest,
  match: RouteMatch | undefined,
  requestId: string,
): Record<string, string> {
  return {
    accountId: context.world.account,
    apiId: api.id,
    domainName: request.headers.host ?? '',
    extendedRequestId: requestId,
    httpMethod: request.method,
    'identity.sourceIp': '127.0.0.1',
    'identity.userAgent': request.headers['user-agent'] ?? '',
    ip: '127.0.0.1',
    path: stage.name === '$default' ? path : `/${stage.name}${path}`,
    protocol: 'HTTP/1.1',
    requestId,
    requestTime: requestTime(context.now()),
    requestTimeEpoch: String(Math.floor(context.now())),
    routeKey: match?.route.key ?? '',
    stage: stage.name,
  };
}

function answerValues(response: DataResponse): Record<string, string> {
  const own = response.headers['content-type'] === 'application/json' && typeof response.body === 'string';
  const message = own ? /"message":"([^"]*)"/.exec(String(response.body))?.[1] : undefined;
  return {
    status: String(response.status),
    responseLength: String(Buffer.byteLength(response.body)),
    ...(message === undefined ? {} : { 'error.message': message }),
  };
}
