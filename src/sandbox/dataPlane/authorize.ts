import type { AuthorizerState, RouteState } from '../apiGateway/state';
import { arn as arnOf, type Context } from '../context';
import { decide } from '../iam/policyDocument';
import { gatewayAnswer, type DataRequest, type DataResponse } from './message';

/** What somebody wants to pass. */
interface Door {
  readonly route: RouteState;
  readonly authorizer: AuthorizerState | undefined;
  /** As ARNs of `execute-api` name it: `<api>/<stage>/<method>/<path>`. */
  readonly resource: string;
}

/**
 * What a route asks of its caller (aws-reference §1.6): undefined when it lets the request through. Signatures
 * are not checked (there is nobody whose key this would be); claims are.
 */
export function refuseCaller(
  context: Context,
  { route, authorizer, resource }: Door,
  request: DataRequest,
): DataResponse | undefined {
  if (route.authorizationType === 'AWS_IAM') {
    const signed =
      /^AWS4-HMAC-SHA256 /.test(request.headers.authorization ?? '') ||
      new URLSearchParams(request.query).has('X-Amz-Signature');
    if (!signed) return gatewayAnswer(403, 'Missing Authentication Token');
    return mayInvoke(context, resource) ? undefined : gatewayAnswer(403, 'Forbidden');
  }
  if (route.authorizationType !== 'JWT') return undefined;
  const token = /^(?:Bearer )?(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return unauthorized('');
  const claims = claimsOf(token);
  if (!claims) return unauthorized('invalid number of segments');
  const audience = [claims.aud, claims.client_id].flat();
  if (claims.iss !== authorizer?.issuer) return unauthorized('issuer is not valid');
  if (!audience.some((one) => typeof one === 'string' && authorizer?.audience.includes(one))) {
    return unauthorized('audience is not valid');
  }
  if (typeof claims.exp === 'number' && claims.exp * 1000 < context.now())
    return unauthorized('the token has expired');
  const scopes = [claims.scope, claims.scp]
    .flat()
    .flatMap((one) => (typeof one === 'string' ? one.split(' ') : []));
  const needed = route.authorizationScopes;
  return needed.length > 0 && !needed.some((scope) => scopes.includes(scope))
    ? gatewayAnswer(403, 'Forbidden')
    : undefined;
}

function mayInvoke(context: Context, resource: string): boolean {
  if (!context.allowed) return true;
  const arn = arnOf(context, 'execute-api', resource);
  return decide(context.allowed, { action: 'execute-api:Invoke', resource: arn, keys: {} }) === 'allowed';
}

function unauthorized(reason: string): DataResponse {
  const detail = reason === '' ? '' : ` scope="" error="invalid_token" error_description="${reason}"`;
  return gatewayAnswer(401, 'Unauthorized', { 'www-authenticate': `Bearer${detail}` });
}

function claimsOf(token: string): Partial<Record<string, unknown>> | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? { ...claims } : undefined;
  } catch {
    return undefined;
  }
}
