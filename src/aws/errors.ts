import type { ServiceKey } from './services';

/** What a failed call means to whoever made it. */
export type AwsErrorKind =
  | 'credentialsMissing'
  | 'credentialsExpired'
  | 'credentialsRefused'
  | 'denied'
  | 'throttled'
  | 'quota'
  | 'notFound'
  | 'conflict'
  /** Something that is not ours stands where ours would go. */
  | 'foreign'
  | 'unreachable'
  /** The request went out and no answer came; it may have been carried out. */
  | 'lost'
  /** The endpoint, which is not AWS, does not know the call. */
  | 'unsupported'
  /** AWS's own fault; it may have been carried out. */
  | 'server'
  | 'other';

/** A failed call: one sentence with the remedy, the variable part last. Input and credentials are never part of it. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly kind: AwsErrorKind;
  /** The SDK's name of the error, e.g. `DependencyViolation`. */
  readonly code: string;
  readonly service: ServiceKey;
  readonly operation: string;
  /** AWS's own words, without what must not be shown. */
  readonly reason: string;
  readonly requestId: string | undefined;
  /** HTTP status; absent when there was no answer. */
  readonly status: number | undefined;
  /** Of a denied call: the IAM action, and what it was wanted for. */
  readonly action: string | undefined;
  readonly resource: string | undefined;
  /** Of Cloud Map's `DuplicateRequest`: the operation that is under way. */
  readonly operationId: string | undefined;

  constructor(message: string, facts: AwsErrorFacts, options?: ErrorOptions) {
    super(message, options);
    this.kind = facts.kind;
    this.code = facts.code;
    this.service = facts.service;
    this.operation = facts.operation;
    this.reason = facts.reason;
    this.requestId = facts.requestId;
    this.status = facts.status;
    this.action = facts.action;
    this.resource = facts.resource;
    this.operationId = facts.operationId;
  }
}

/** What an error knows of the call that failed. */
export interface AwsErrorFacts {
  readonly kind: AwsErrorKind;
  readonly code: string;
  readonly service: ServiceKey;
  readonly operation: string;
  readonly reason: string;
  readonly requestId?: string;
  readonly status?: number;
  readonly action?: string;
  readonly resource?: string;
  readonly operationId?: string;
}

/** True when the service said so, by the SDK's name of the error. */
export function isCode(error: unknown, ...codes: readonly string[]): error is AwsError {
  return error instanceof AwsError && codes.includes(error.code);
}

/** True when what the call was about does not exist. */
export function isNotFound(error: unknown): error is AwsError {
  return error instanceof AwsError && error.kind === 'notFound';
}

/** True when the call may have been carried out although it failed. */
export function mayHaveHappened(error: unknown): error is AwsError {
  return error instanceof AwsError && (error.kind === 'lost' || error.kind === 'server');
}

/** Something that carries no mark of ours, or that of another resource, where ours would go. */
export function foreignError(
  what: string,
  name: string,
  {
    isShareable,
    ...call
  }: { readonly service: ServiceKey; readonly operation: string; readonly isShareable?: true },
): AwsError {
  const remedy = isShareable ? 'rename one of the two, or use it as "existing"' : 'rename one of the two';
  return new AwsError(
    `A ${what} of this name exists and is not managed by this topology; ${remedy}: ${name}`,
    { ...call, kind: 'foreign', code: 'Foreign', reason: `${what} ${name} exists` },
  );
}

/** A change that settings of ours forbid; nothing was sent. */
export function refusedError(
  message: string,
  call: { readonly service: ServiceKey; readonly operation: string },
): AwsError {
  return new AwsError(message, { ...call, kind: 'denied', code: 'ReadOnly', reason: message });
}

/** A thing that AWS reports as failed, outside of any one call's error. */
export function failedError(
  message: string,
  reason: string,
  call: { readonly service: ServiceKey; readonly operation: string; readonly code?: string },
): AwsError {
  return new AwsError(`${message}: ${reason}`, {
    ...call,
    kind: 'other',
    code: call.code ?? 'Failed',
    reason,
  });
}

/** Somebody signed in again, elsewhere: a run that went on there would do half of its work in each account. */
export function accountChanged(before: string, now: string): AwsError {
  return new AwsError(
    `The new session is for another account. Sign in to ${before}, then run this once more; it goes on where it stopped: ${now}`,
    {
      kind: 'credentialsRefused',
      code: 'AccountChanged',
      service: 'sts',
      operation: 'GetCallerIdentity',
      reason: `account ${now}`,
    },
  );
}
