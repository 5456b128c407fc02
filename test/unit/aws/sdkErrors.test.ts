import { describe, expect, test } from 'vitest';
import { mayHaveHappened } from '../../../src/aws/errors';
import { toAwsError } from '../../../src/aws/sdkErrors';
import { cutConnection, sdkError } from './fakes';

const onAws = { service: 'ecs', operation: 'CreateService', profile: 'dev' } as const;
const onEndpoint = { service: 'ecs', operation: 'CreateService', endpoint: 'http://127.0.0.1:5000' } as const;

describe('what a failed call means', () => {
  test.each([
    [
      'credentialsMissing',
      sdkError('CredentialsProviderError', 'Could not load credentials from any providers'),
    ],
    [
      'credentialsExpired',
      sdkError('CredentialsProviderError', 'The SSO session has expired. To refresh run aws sso login'),
    ],
    [
      'credentialsExpired',
      sdkError('ExpiredTokenException', 'The security token included in the request is expired'),
    ],
    ['credentialsRefused', sdkError('UnrecognizedClientException', 'The security token is invalid', 403)],
    [
      'credentialsRefused',
      sdkError('AuthFailure', 'AWS was not able to validate the provided access credentials'),
    ],
    [
      'denied',
      sdkError(
        'AccessDeniedException',
        'User: x is not authorized to perform: ecs:CreateService on resource: arn:y',
        403,
      ),
    ],
    ['denied', sdkError('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403)],
    ['throttled', sdkError('TooManyRequestsException', 'Too Many Requests', 429)],
    ['throttled', sdkError('RequestLimitExceeded', 'Request limit exceeded.', 503)],
    ['quota', sdkError('LimitExceededException', 'You have reached the limit')],
    ['notFound', sdkError('InvalidGroup.NotFound', 'The security group does not exist')],
    ['notFound', sdkError('NoSuchEntityException', 'The role cannot be found', 404)],
    ['conflict', sdkError('DependencyViolation', 'resource has a dependent object')],
    [
      'conflict',
      sdkError('ConflictException', 'Unable to complete operation due to concurrent modification', 409),
    ],
    ['server', sdkError('InternalFailure', 'Internal failure', 500)],
    ['lost', cutConnection()],
    ['lost', Object.assign(new Error('timed out'), { name: 'TimeoutError' })],
    ['unreachable', Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })],
    [
      'unreachable',
      Object.assign(new Error('no sandbox'), { name: 'SandboxUnreachable', code: 'ECONNREFUSED' }),
    ],
    ['lost', Object.assign(new Error('no sandbox'), { name: 'SandboxUnreachable', code: 'UND_ERR_SOCKET' })],
    ['other', sdkError('InvalidParameterException', 'The container does not exist')],
  ])('%s: %s', (kind, error) => {
    expect(toAwsError(error, onAws).kind).toBe(kind);
  });

  test.each([
    [
      'an HTML page',
      Object.assign(new SyntaxError('Unexpected token \'<\', "<!doctype "...'), {
        $metadata: { httpStatusCode: 500 },
      }),
    ],
    [
      'a document of another protocol',
      Object.assign(new Error('XML parse error'), { $metadata: { httpStatusCode: 404 } }),
    ],
    ['a bare 405', sdkError('UnknownError', '', 405)],
    ['a bare 501', sdkError('Error', '', 501)],
  ])('of an endpoint, %s is a call that it does not know', (_what, error) => {
    expect(toAwsError(error, onEndpoint)).toMatchObject({
      kind: 'unsupported',
      message:
        'The endpoint does not know this call. Use one that does, or leave out what needs it: ecs CreateService',
    });
  });

  test('a service exception of an endpoint is that exception', () => {
    expect(toAwsError(sdkError('ClusterNotFoundException', 'Cluster not found.', 404), onEndpoint).kind).toBe(
      'notFound',
    );
    expect(toAwsError(sdkError('InternalFailure', '', 500), onEndpoint).kind).toBe('server');
  });

  test('only a lost answer and a fault of AWS may have been carried out', () => {
    const carriedOut = (error: Error) => mayHaveHappened(toAwsError(error, onAws));
    expect(carriedOut(cutConnection())).toBe(true);
    expect(carriedOut(sdkError('InternalFailure', '', 500))).toBe(true);
    expect(carriedOut(sdkError('ThrottlingException', '', 400))).toBe(false);
    expect(carriedOut(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toBe(false);
  });
});

describe('what people read', () => {
  test('a sandbox that does not answer is no AWS', () => {
    const reason = 'no sandbox answers there, is it running?: http://127.0.0.1:5000';
    const error = Object.assign(new Error(reason), { name: 'SandboxUnreachable', code: 'ECONNREFUSED' });
    expect(toAwsError(error, { service: 'ecs', operation: 'ListClusters' }).message).toBe(
      `The sandbox cannot be reached. Start it, or choose another connection: ${reason}`,
    );
  });

  test('a denied call names the action and the resource', () => {
    const message =
      'User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: ecs:CreateService on resource: arn:aws:ecs:x:1:service/c/s because no identity-based policy allows it';
    const error = toAwsError(sdkError('AccessDeniedException', message, 403), onAws);
    expect(error).toMatchObject({ action: 'ecs:CreateService', resource: 'arn:aws:ecs:x:1:service/c/s' });
    expect(error.message).toBe(
      'These credentials may not do this. Ask for a policy that allows it: ecs:CreateService on arn:aws:ecs:x:1:service/c/s',
    );
  });

  test('an expired session says how to sign in again', () => {
    expect(
      toAwsError(sdkError('ExpiredTokenException', 'The security token is expired'), onAws).message,
    ).toBe(
      'The AWS session has expired. Sign in again ("aws sso login --profile dev"), then run this once more; it goes on where it stopped: The security token is expired',
    );
  });

  test('an endpoint that is down is named', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5000'), { code: 'ECONNREFUSED' });
    expect(toAwsError(refused, onEndpoint).message).toBe(
      'The endpoint cannot be reached. Start it, or choose another connection: http://127.0.0.1:5000 (connect ECONNREFUSED 127.0.0.1:5000)',
    );
  });

  test('neither access keys nor the exchange with AWS stay in the error', () => {
    const secret = Object.assign(
      sdkError('InvalidClientTokenId', 'The key AKIAIOSFODNN7EXAMPLE is unknown', 403),
      {
        $response: { headers: { authorization: 'AWS4-HMAC-SHA256 Signature=abc' } },
      },
    );
    const error = toAwsError(secret, onAws);
    expect(error.message).not.toContain('IOSFODNN7');
    const cause = error.cause as Error;
    expect(Object.keys(cause)).toEqual(['name']);
    expect(`${cause.message} ${cause.stack ?? ''}`).not.toContain('IOSFODNN7');
  });

  test('an encoded message of megabytes is left out', () => {
    const message = `You are not authorized to perform this operation. Encoded authorization failure message: ${'x'.repeat(5000)}`;
    expect(toAwsError(sdkError('UnauthorizedOperation', message, 403), onAws).message).not.toContain('xxx');
  });
});
