import { AwsError, type AwsErrorFacts, type AwsErrorKind } from './errors';
import type { ServiceKey } from './services';

/** What the mapper has to know besides the error. */
export interface CallContext {
  readonly service: ServiceKey;
  readonly operation: string;
  readonly profile?: string;
  /** The address of an endpoint that is not AWS. */
  readonly endpoint?: string;
}

/** Turns whatever the SDK threw into an {@link AwsError}. */
export function toAwsError(error: unknown, context: CallContext): AwsError {
  if (error instanceof AwsError) return error;
  const raw = rawOf(error);
  const kind = kindOf(raw, context);
  const facts: AwsErrorFacts = {
    kind,
    code: raw.code,
    service: context.service,
    operation: context.operation,
    reason: raw.message,
    requestId: raw.requestId,
    status: raw.status,
    operationId: raw.operationId,
    ...(kind === 'denied' && deniedParts(raw.message)),
  };
  return new AwsError(sentence(facts, context), facts, { cause: withoutResponse(error) });
}

/** The SDK hangs the whole exchange, signed headers included, on its errors; no log may ever get hold of it. */
function withoutResponse(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const slim = new Error(clean(error.message));
  slim.name = error.name;
  if (error.stack !== undefined)
    slim.stack = clean(error.stack.split('\n', 1)[0] ?? '') + error.stack.replace(/^[^\n]*/, '');
  return slim;
}

interface Raw {
  /** The SDK's name; of a failed connection the system's code. */
  readonly code: string;
  readonly message: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly systemCode?: string;
  readonly operationId?: string;
}

function rawOf(error: unknown): Raw {
  if (typeof error !== 'object' || error === null) return { code: 'Error', message: clean(String(error)) };
  const fields = error as {
    name?: unknown;
    message?: unknown;
    code?: unknown;
    DuplicateOperationId?: unknown;
    $metadata?: { httpStatusCode?: number; requestId?: string };
    $response?: { statusCode?: number };
  };
  return {
    code: typeof fields.name === 'string' ? fields.name : 'Error',
    message: clean(typeof fields.message === 'string' ? fields.message : ''),
    status: fields.$metadata?.httpStatusCode ?? fields.$response?.statusCode,
    requestId: fields.$metadata?.requestId,
    systemCode: typeof fields.code === 'string' ? fields.code : undefined,
    operationId: typeof fields.DuplicateOperationId === 'string' ? fields.DuplicateOperationId : undefined,
  };
}

/** One line, no access keys, no megabytes of encoded policy. */
function clean(message: string): string {
  return message
    .replace(/\s+/g, ' ')
    .replace(/\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g, '$1…')
    .replace(/\s*Encoded authorization failure message:.*$/i, '')
    .trim()
    .slice(0, 600);
}

const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ERR_INVALID_URL)$/;
const CONNECTION_LOST = /^(ECONNRESET|EPIPE|ETIMEDOUT|ECONNABORTED|EPROTO|UND_ERR.*)$/;

/** Names by which each service tells each kind. Source: the error shapes of the services' API models. */
const NAMES: readonly (readonly [AwsErrorKind, RegExp])[] = [
  ['credentialsExpired', /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/],
  [
    'credentialsRefused',
    /^(UnrecognizedClientException|InvalidClientTokenId|InvalidClientTokenIdException|AuthFailure|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|MissingAuthenticationToken.*|InvalidAccessKeyId|OptInRequired)$/,
  ],
  [
    'denied',
    /^(AccessDenied.*|UnauthorizedOperation|UnauthorizedAccess|NotAuthorized|Forbidden.*|Client\.UnauthorizedOperation)$/,
  ],
  [
    'throttled',
    /^(Throttl.*|TooManyRequestsException|RequestLimitExceeded|RequestThrottled.*|SlowDown|EC2ThrottledException|BandwidthLimitExceeded|PriorRequestNotComplete|Client\.RequestLimitExceeded)$/,
  ],
  [
    'quota',
    /(LimitExceeded|QuotaExceeded|^TooMany(LoadBalancers|TargetGroups|Listeners|Targets|Tags|Rules|Actions)|LimitExceededException$)/,
  ],
  ['notFound', /(NotFound|NoSuchEntity|NotFoundException$|^ServiceNotActiveException$)/],
  [
    'conflict',
    /(Conflict|AlreadyExist|Duplicate|ResourceInUse|DependencyViolation|InUse|OperationAborted|ConcurrentModification|UpdateInProgress|ClusterContains)/,
  ],
];

function kindOf(raw: Raw, context: CallContext): AwsErrorKind {
  if (
    raw.code === 'CredentialsProviderError' ||
    raw.code === 'TokenProviderError' ||
    raw.code === 'ProviderError'
  ) {
    return /expired|refresh|log ?in again/i.test(raw.message) ? 'credentialsExpired' : 'credentialsMissing';
  }
  if (raw.systemCode !== undefined && NEVER_CONNECTED.test(raw.systemCode)) return 'unreachable';
  if (context.endpoint !== undefined && isNotTheService(raw)) return 'unsupported';
  const named = NAMES.find(([, pattern]) => pattern.test(raw.code));
  if (named) return named[0];
  if (raw.status === undefined) {
    const lost =
      raw.code === 'TimeoutError' || (raw.systemCode !== undefined && CONNECTION_LOST.test(raw.systemCode));
    return lost || /socket hang up|aborted|network/i.test(raw.message) ? 'lost' : 'other';
  }
  if (raw.status === 429) return 'throttled';
  return raw.status >= 500 ? 'server' : 'other';
}

/**
 * Emulators answer a call that they do not know with an HTML page or another protocol's document, which the SDK fails
 * to parse, or with a bare status.
 */
function isNotTheService(raw: Raw): boolean {
  if (raw.code === 'SyntaxError') return true;
  if (
    /XML parse error|Unexpected token|is not valid JSON|Deserialization error|Unknown (API Gateway )?path/i.test(
      raw.message,
    )
  ) {
    return true;
  }
  // A bare `NotFound` is what the SDK makes of a 404 without a code; services say what was not found.
  const generic =
    /^(Error|UnknownError|Unknown|NotFound|\d{3})$/.test(raw.code) || raw.code.includes('NotImplemented');
  return generic && [404, 405, 501].includes(raw.status ?? 0);
}

/** "User: … is not authorized to perform: ecs:CreateCluster on resource: arn:… because …" */
function deniedParts(message: string): { action?: string; resource?: string } {
  const action = /perform:? ([a-z0-9-]+:[A-Za-z0-9*]+)/.exec(message)?.[1];
  const resource = /on resource:? (\S+)/.exec(message)?.[1]?.replace(/[.,]$/, '');
  return { ...(action && { action }), ...(resource && { resource }) };
}

function sentence(facts: AwsErrorFacts, { profile, endpoint }: CallContext): string {
  const call = `${facts.service} ${facts.operation}`;
  const detail = facts.reason === '' ? facts.code : facts.reason;
  const login =
    profile === undefined ? 'Sign in again' : `Sign in again ("aws sso login --profile ${profile}")`;
  switch (facts.kind) {
    case 'credentialsMissing':
      return profile === undefined
        ? `No AWS credentials were found. Choose a profile, sign in, or set them in the environment: ${detail}`
        : `No credentials were found for this profile. Sign in, or choose another connection: ${profile} (${detail})`;
    case 'credentialsExpired':
      return `The AWS session has expired. ${login}, then run this once more; it goes on where it stopped: ${detail}`;
    case 'credentialsRefused':
      return `AWS does not accept these credentials. ${login}, check the keys, or choose another connection: ${detail}`;
    case 'denied':
      return facts.action === undefined
        ? `These credentials may not do this. Ask for the right to call ${call}: ${detail}`
        : `These credentials may not do this. Ask for a policy that allows it: ${facts.action}${facts.resource === undefined ? '' : ` on ${facts.resource}`}`;
    case 'throttled':
      return `AWS still refuses ${call} because of too many requests in this account. Try again in a minute: ${detail}`;
    case 'quota':
      return `A limit of this account is reached. Delete what is not needed or ask for a higher quota: ${detail}`;
    case 'unreachable':
      if (facts.code === 'SandboxUnreachable') {
        return `The sandbox cannot be reached. Start it, or choose another connection: ${detail}`;
      }
      return endpoint === undefined
        ? `AWS cannot be reached. Check the network, the proxy and the region: ${detail}`
        : `The endpoint cannot be reached. Start it, or choose another connection: ${endpoint} (${detail})`;
    case 'lost':
      return `The answer to ${call} was lost on the way. Check the network and run this once more: ${detail}`;
    case 'unsupported':
      return `The endpoint does not know this call. Use one that does, or leave out what needs it: ${call}`;
    case 'server':
      return `The service failed at ${call}. Try again in a minute: ${detail}`;
    case 'notFound':
    case 'conflict':
    case 'foreign':
    case 'other':
      return `${call} was refused: ${detail}`;
  }
}
