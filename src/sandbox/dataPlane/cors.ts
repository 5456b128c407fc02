import type { Cors } from '@aws-sdk/client-apigatewayv2';
import type { DataRequest, DataResponse } from './message';

function allowedOrigin(cors: Cors, request: DataRequest): string | undefined {
  const { origin } = request.headers;
  const allowed = cors.AllowOrigins ?? [];
  if (origin === undefined) return undefined;
  if (allowed.includes('*')) return '*';
  return allowed.includes(origin) ? origin : undefined;
}

/** The gateway's own answer to a preflight, where the API has CORS (aws-reference §1.2). */
export function preflight(cors: Cors | undefined, request: DataRequest): DataResponse | undefined {
  if (!cors || request.method !== 'OPTIONS') return undefined;
  if (request.headers['access-control-request-method'] === undefined) return undefined;
  const headers: Record<string, string> = { ...corsHeaders(cors, request) };
  if (headers['access-control-allow-origin'] !== undefined) {
    headers['access-control-allow-methods'] = (cors.AllowMethods ?? []).join(',');
    headers['access-control-allow-headers'] = (cors.AllowHeaders ?? []).join(',');
    if (cors.MaxAge !== undefined) headers['access-control-max-age'] = String(cors.MaxAge);
  }
  return { status: 204, headers, body: '' };
}

function corsHeaders(cors: Cors, request: DataRequest): Record<string, string> {
  const origin = allowedOrigin(cors, request);
  if (origin === undefined) return {};
  return {
    'access-control-allow-origin': origin,
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.ExposeHeaders?.length ? { 'access-control-expose-headers': cors.ExposeHeaders.join(',') } : {}),
  };
}

/** Where the API has CORS, the gateway's headers replace those of the backend. */
export function withCors(cors: Cors | undefined, request: DataRequest, response: DataResponse): DataResponse {
  if (!cors) return response;
  const own = Object.entries(response.headers).filter(([name]) => !name.startsWith('access-control-'));
  return { ...response, headers: { ...Object.fromEntries(own), ...corsHeaders(cors, request) } };
}
