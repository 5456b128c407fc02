import type { AwsErrorKind } from './errors';
import type { ServiceKey } from './services';

/** When a failed call is sent again, and for how long. */
export interface RetryRule {
  readonly why: string;
  readonly service?: ServiceKey;
  readonly operation?: RegExp;
  readonly kind?: AwsErrorKind;
  /** The SDK's name of the error. */
  readonly code?: RegExp;
  /** In AWS's words; several errors share a name. */
  readonly message?: RegExp;
  /** The wait doubles from `first` to `most`, with jitter. Milliseconds. */
  readonly first: number;
  readonly most: number;
  /** No further attempt this long after the first failure. Milliseconds. */
  readonly giveUp: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** What is called for something that was made a moment ago, or names it. */
const AFTER_CREATION = /^(Create|Register|Authorize|Attach|Put|Modify|Associate|Replace)/;

/**
 * The first rule that fits counts. Source: the services' API references and error texts seen in the wild; AWS
 * documents neither the propagation delays nor their limits.
 */
export const RETRY_RULES: readonly RetryRule[] = [
  {
    why: 'API Gateway serialises the changes of one API and refuses what comes meanwhile',
    service: 'apigatewayv2',
    code: /^ConflictException$/,
    message: /concurrent modification/i,
    first: 500,
    most: 8 * SECOND,
    giveUp: 2 * MINUTE,
  },
  {
    why: 'whatever refers to it is being deleted beside this call',
    service: 'apigatewayv2',
    operation: /^Delete/,
    code: /^(ConflictException|BadRequestException)$/,
    message: /referenced (by|in)/i,
    first: SECOND,
    most: 8 * SECOND,
    giveUp: MINUTE,
  },
  {
    why: 'a new listener is not visible to API Gateway at once',
    service: 'apigatewayv2',
    code: /^BadRequestException$/,
    message: /unable to retrieve listener port/i,
    first: SECOND,
    most: 10 * SECOND,
    giveUp: 2 * MINUTE,
  },
  {
    why: 'the listener that held it is being deleted, or was a moment ago',
    service: 'elbv2',
    operation: /^Delete/,
    code: /^ResourceInUse/,
    first: SECOND,
    most: 10 * SECOND,
    giveUp: 2 * MINUTE,
  },
  {
    why: 'the first use of ECS in an account makes its service-linked role',
    service: 'ecs',
    code: /^InvalidParameterException$/,
    message: /service linked role/i,
    first: 2 * SECOND,
    most: 15 * SECOND,
    giveUp: 2 * MINUTE,
  },
  {
    why: 'a new listener is not visible to ECS at once',
    service: 'ecs',
    code: /^InvalidParameterException$/,
    message: /does not have an associated load balancer/i,
    first: 2 * SECOND,
    most: 15 * SECOND,
    giveUp: 2 * MINUTE,
  },
  {
    why: 'the service of this name is still draining',
    service: 'ecs',
    code: /^InvalidParameterException$/,
    message: /still draining/i,
    first: 5 * SECOND,
    most: 15 * SECOND,
    giveUp: 15 * MINUTE,
  },
  {
    why: 'a new role takes about ten seconds to reach ECS',
    service: 'ecs',
    message: /unable to assume|proper permissions|role .*(is not valid|cannot be assumed)/i,
    code: /^(InvalidParameterException|ClientException)$/,
    first: 3 * SECOND,
    most: 15 * SECOND,
    giveUp: 2 * MINUTE,
  },
  {
    why: 'the services of the cluster are on their way out',
    service: 'ecs',
    code: /^(ClusterContains\w+|UpdateInProgress)Exception$/,
    first: 3 * SECOND,
    most: 15 * SECOND,
    giveUp: 5 * MINUTE,
  },
  {
    why: 'the service-linked role of scaling is made with its first use, or another change is under way',
    service: 'applicationautoscaling',
    code: /^(ConcurrentUpdate|FailedResourceAccess)Exception$/,
    first: SECOND,
    most: 8 * SECOND,
    giveUp: MINUTE,
  },
  {
    why: 'scaling sees a new service later than ECS does',
    service: 'applicationautoscaling',
    operation: /^RegisterScalableTarget$/,
    code: /^ValidationException$/,
    message: /service does(n't| not) exist/i,
    first: SECOND,
    most: 5 * SECOND,
    giveUp: 30 * SECOND,
  },
  {
    why: 'instances or services under it are on their way out',
    service: 'servicediscovery',
    operation: /^Delete/,
    code: /^ResourceInUse$/,
    first: 2 * SECOND,
    most: 10 * SECOND,
    giveUp: 5 * MINUTE,
  },
  {
    why: 'network interfaces of links, load balancers and tasks linger for minutes after their owner',
    service: 'ec2',
    operation: /^Delete/,
    code: /^DependencyViolation$/,
    first: 2 * SECOND,
    most: 15 * SECOND,
    giveUp: 20 * MINUTE,
  },
  {
    why: 'a NAT gateway holds its address for a minute after it is gone, and an internet gateway its VPC',
    service: 'ec2',
    operation: /^(Release|Detach)/,
    code: /^(InvalidIPAddress\.InUse|DependencyViolation)$/,
    first: 2 * SECOND,
    most: 10 * SECOND,
    giveUp: 5 * MINUTE,
  },
  {
    why: 'IAM lets one change in at a time, and forgets detached policies late',
    service: 'iam',
    code: /^(ConcurrentModification|DeleteConflict)(Exception)?$/,
    first: SECOND,
    most: 8 * SECOND,
    giveUp: MINUTE,
  },
  {
    why: 'another call works on the log group',
    service: 'logs',
    code: /^OperationAbortedException$/,
    first: SECOND,
    most: 5 * SECOND,
    giveUp: MINUTE,
  },
  {
    why: 'what was made a moment ago is not visible everywhere',
    operation: AFTER_CREATION,
    kind: 'notFound',
    first: SECOND,
    most: 5 * SECOND,
    giveUp: 30 * SECOND,
  },
  {
    why: 'other services see a new security group later than EC2 does, and each has its own name for that',
    operation: AFTER_CREATION,
    code: /^(InvalidSecurityGroup(Exception)?|InvalidParameterException|BadRequestException)$/,
    message: /security group.*(does not exist|not found)|InvalidGroup\.NotFound/i,
    first: SECOND,
    most: 5 * SECOND,
    giveUp: 30 * SECOND,
  },
  {
    // Five tokens a second come back, and whoever tails waits for the line: one refusal is over at once.
    why: 'too many looks at logs',
    service: 'logs',
    operation: /^(Filter|Get)LogEvents$/,
    kind: 'throttled',
    first: 250,
    most: 20 * SECOND,
    giveUp: 2 * MINUTE,
  },
  { why: 'too many requests', kind: 'throttled', first: SECOND, most: 20 * SECOND, giveUp: 2 * MINUTE },
  { why: 'nobody answered the door', kind: 'unreachable', first: 300, most: 2 * SECOND, giveUp: 5 * SECOND },
  { why: 'the answer was lost', kind: 'lost', first: 500, most: 8 * SECOND, giveUp: MINUTE },
  { why: "AWS's own fault", kind: 'server', first: 500, most: 10 * SECOND, giveUp: MINUTE },
];
