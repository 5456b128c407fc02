import { apiGatewayHandlers } from './apiGateway/apiGateway';
import { autoScalingHandlers } from './autoScaling/autoScaling';
import { cloudMapHandlers } from './cloudMap/cloudMap';
import { inRegion, type Context, type Simulation } from './context';
import { ec2Handlers } from './ec2/ec2';
import { ecsHandlers } from './ecs/ecs';
import { elbHandlers } from './elb/elb';
import { awsError } from './errors';
import { iamHandlers } from './iam/iam';
import { uuid } from './ids';
import { logsHandlers } from './logs/logs';
import { settle } from './occurrences';
import { stsHandlers } from './sts';

/** One call of an SDK client, as its middleware sees it. */
export interface SandboxRequest {
  /** `context.clientName`, such as `ECSClient`. */
  readonly client: string;
  /** `context.commandName`, such as `CreateServiceCommand`. */
  readonly command: string;
  readonly input: unknown;
  readonly region: string;
}

/** The clients that the sandbox stands behind. */
const handlers = {
  ApiGatewayV2Client: apiGatewayHandlers,
  ApplicationAutoScalingClient: autoScalingHandlers,
  CloudWatchLogsClient: logsHandlers,
  EC2Client: ec2Handlers,
  ECSClient: ecsHandlers,
  ElasticLoadBalancingV2Client: elbHandlers,
  IAMClient: iamHandlers,
  ServiceDiscoveryClient: cloudMapHandlers,
  STSClient: stsHandlers,
} satisfies Record<string, object>;

type Handler = (context: Context, input: unknown) => object;

/** Commands of these names change nothing. */
const reading = /^(Describe|List|Get|Discover|Filter|Simulate|StartLiveTail)/;

/** Whether a command may change the world. */
export function isChange(command: string): boolean {
  return !reading.test(command);
}

function handlerOf(client: string, command: string): Handler {
  const service = Object.hasOwn(handlers, client) ? handlers[client as keyof typeof handlers] : {}; // just checked
  const handler: unknown = Object.hasOwn(service, command)
    ? service[command as keyof typeof service]
    : undefined;
  if (typeof handler !== 'function') {
    throw awsError('NotImplemented', `The sandbox does not know this call: ${client}.${command}`, {
      status: 501,
    });
  }
  // Each handler was checked against its own command's types; here only the name is known.
  return handler as Handler;
}

/**
 * Carries one call out: the single way into the account, in process and from outside, and so the place where
 * calls are counted, delayed or made to fail. The output shares nothing with the world.
 */
export function dispatch(simulation: Simulation, request: SandboxRequest): object {
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(request.region)) {
    throw awsError('UnknownEndpoint', `There is no such region: ${request.region}`);
  }
  const handler = handlerOf(request.client, request.command);
  const context = inRegion(simulation, request.region);
  const input = copy(request.input ?? {});
  if (request.client === 'EC2Client' && isDryRun(input)) {
    throw awsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', {
      status: 412,
    });
  }
  const output = handler(context, input);
  if (isChange(request.command)) settle(context);
  const $metadata = {
    httpStatusCode: 200,
    requestId: uuid(simulation.random),
    attempts: 1,
    totalRetryDelay: 0,
  };
  return { ...(copy(output) as object), $metadata }; // a copy of an object is one
}

function isDryRun(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'DryRun' in input && input.DryRun === true;
}

/** Deep copy without undefined members; streams pass as they are. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Date) return new Date(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Symbol.asyncIterator in value) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, copy(item)]),
  );
}
