import type { Clock } from './clock';
import { isCode, mayHaveHappened, type AwsError, type AwsErrorKind } from './errors';
import type { ServiceKey } from './services';

/** When a failed call is sent again, and for how long. */
interface RetryRule {
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
const AFTER_CREATION = /^(Create|Register|Authorize|Attach|Put|Modify)/;

/**
 * The first rule that fits counts. Source: the services' API references and error texts seen in the wild; AWS
 * documents neither the propagation delays nor their limits.
 */
const RULES: readonly RetryRule[] = [
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
  { why: 'too many requests', kind: 'throttled', first: SECOND, most: 20 * SECOND, giveUp: 2 * MINUTE },
  { why: 'nobody answered the door', kind: 'unreachable', first: 300, most: 2 * SECOND, giveUp: 5 * SECOND },
  { why: 'the answer was lost', kind: 'lost', first: 500, most: 8 * SECOND, giveUp: MINUTE },
  { why: "AWS's own fault", kind: 'server', first: 500, most: 10 * SECOND, giveUp: MINUTE },
];

/**
 * Operations that make something new each time they are carried out. Sent again after a lost answer they would make
 * two; {@link createOnce} looks first. Those with a token are among them: emulators ignore it.
 */
export function makesAnew(operation: string): boolean {
  return /^(Create|Register|Allocate|Run)/.test(operation) && operation !== 'CreateTags';
}

/** How the failures of one call went so far. */
export interface RetryState {
  /** When the last of them happened. */
  readonly at: number;
  /**
   * What each rule has used up so far. Kept over failures under other rules: two that take turns would otherwise start
   * each other anew for ever.
   */
  readonly used: ReadonlyMap<RetryRule, { readonly tries: number; readonly ms: number }>;
}

/** Decides about a failed call: how long to wait before the next attempt, or that there is none. */
export function nextTry(
  error: AwsError,
  now: number,
  random: () => number,
  previous?: RetryState,
): { readonly wait: number; readonly state: RetryState } | undefined {
  const rule = RULES.find((candidate) => fits(candidate, error));
  if (!rule) return undefined;
  const before = previous?.used.get(rule);
  const tries = (before?.tries ?? 0) + 1;
  // From one failure to the next is the time of the rule of the next; up to the first of a rule is nobody's.
  const ms = previous && before ? before.ms + now - previous.at : 0;
  const wait = backOff(rule, tries, random);
  if (ms + wait > rule.giveUp) return undefined;
  return { wait, state: { at: now, used: new Map([...(previous?.used ?? []), [rule, { tries, ms }]]) } };
}

function fits(rule: RetryRule, error: AwsError): boolean {
  return (
    (rule.service === undefined || rule.service === error.service) &&
    (rule.operation === undefined || rule.operation.test(error.operation)) &&
    (rule.kind === undefined || rule.kind === error.kind) &&
    (rule.code === undefined || rule.code.test(error.code)) &&
    (rule.message === undefined || rule.message.test(error.reason))
  );
}

/** Half of the wait is certain, half is chance, so that parallel calls do not come back together. */
function backOff(
  rule: { readonly first: number; readonly most: number },
  tries: number,
  random: () => number,
): number {
  const full = Math.min(rule.most, rule.first * 2 ** (tries - 1));
  return Math.round(full / 2 + random() * (full / 2));
}

const RESEND = { first: 500, most: 8 * SECOND, tries: 5 };

/** What {@link createOnce} needs of the account. */
interface Retrying {
  readonly clock: Clock;
  readonly random: () => number;
  readonly pace: number;
}

interface Creation<T> {
  /**
   * Finds what an earlier attempt made. It must not find the other one that stands beside it during a replacement.
   * `taken`: AWS says that there is one.
   */
  readonly look: (taken: boolean) => Promise<T | undefined>;
  readonly create: () => Promise<T>;
  /** The SDK's names of "something of this name exists", after which `look` decides whether it is ours. */
  readonly exists?: readonly string[];
  /** Where one name stands for several things, the words of that one. */
  readonly existsReason?: RegExp;
}

/**
 * Makes one thing although answers get lost: after a failure that may have been none it looks before it sends again.
 * A name that is taken is looked up too; taken and not to be found means that it is just being freed.
 */
export async function createOnce<T>(
  account: Retrying,
  { look, create, exists = [], existsReason = /(?:)/ }: Creation<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await create();
    } catch (error) {
      const taken = isCode(error, ...exists) && existsReason.test(error.reason);
      if (!taken && !mayHaveHappened(error)) throw error;
      // What was carried out a moment ago may not be listed yet, so the look comes after a wait.
      const pause = () => account.clock.sleep(backOff(RESEND, tries, account.random) * account.pace, signal);
      if (!taken) await pause();
      const made = await look(taken);
      if (made !== undefined) return made;
      if (tries >= RESEND.tries) throw error;
      if (taken) await pause();
    }
  }
}
