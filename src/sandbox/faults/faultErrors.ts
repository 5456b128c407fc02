import { awsError, queryError } from '../errors';

/** The errors that are nobody's fault, as each service words them. Source: the services' "common errors" pages. */
interface Wording {
  throttled(): Error;
  failed(): Error;
}

const rateExceeded = 'Rate exceeded';
const failure = 'The request processing has failed because of an unknown error, exception or failure.';

const wordings: Readonly<Record<string, Wording>> = {
  ApiGatewayV2Client: {
    throttled: () => awsError('TooManyRequestsException', 'Too Many Requests', { status: 429 }),
    failed: () => awsError('InternalFailure', failure, { status: 500 }),
  },
  // EC2 throttles with a 503. Source: EC2 API error codes.
  EC2Client: {
    throttled: () => awsError('RequestLimitExceeded', 'Request limit exceeded.', { status: 503 }),
    failed: () => awsError('InternalError', 'An internal error has occurred', { status: 500 }),
  },
  ECSClient: {
    throttled: () => awsError('ThrottlingException', rateExceeded),
    failed: () =>
      awsError('ServerException', 'Service Unavailable. Please try again later.', { status: 500 }),
  },
  ElasticLoadBalancingV2Client: {
    throttled: () => queryError('Throttling', rateExceeded),
    failed: () => queryError('InternalFailure', failure, 500),
  },
  IAMClient: {
    throttled: () => queryError('Throttling', rateExceeded),
    failed: () => queryError('ServiceFailureException', 'Unknown service failure', 500),
  },
  CloudWatchLogsClient: {
    throttled: () => awsError('ThrottlingException', rateExceeded),
    failed: () =>
      awsError('ServiceUnavailableException', 'The service cannot complete the request.', { status: 503 }),
  },
};

const others: Wording = {
  throttled: () => awsError('ThrottlingException', rateExceeded),
  failed: () => awsError('InternalFailure', failure, { status: 500 }),
};

/** Too many requests, in the words of the service behind a client. */
export function throttledError(client: string): Error {
  return wordingOf(client).throttled();
}

/** A 5xx in the words of the service behind a client. */
export function serverError(client: string): Error {
  return wordingOf(client).failed();
}

/** What API Gateway says of changes that meet, even strictly sequential ones (aws-reference §1.1). */
export function concurrentModification(): Error {
  const message = 'Unable to complete operation due to concurrent modification. Please try again later.';
  return awsError('ConflictException', message, { status: 409 });
}

/** A connection that breaks, as Node's sockets say it: no status, no metadata. */
export function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
}

/** What the SDK's request handler throws when no answer comes within its `requestTimeout`. */
export function replyTimeout(seconds: number): Error {
  const error = new Error(`Request did not complete within ${seconds} s`);
  error.name = 'TimeoutError';
  return error;
}

function wordingOf(client: string): Wording {
  return (Object.hasOwn(wordings, client) ? wordings[client] : undefined) ?? others;
}
