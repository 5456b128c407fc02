/** What of an answer tells where the request died. */
export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly latencyMs: number;
}

/** The gateway's own answers; everything else with these states comes from the backend. */
const OWN: Readonly<Record<number, RegExp>> = {
  401: /^Unauthorized$/i,
  403: /^(Forbidden|Missing Authentication Token)$/i,
  404: /^Not Found$/i,
  413: /^Request Entity Too Large$/i,
  429: /^(Too Many Requests|Rate exceeded)$/i,
  500: /^Internal Server Error$/i,
  503: /^Service Unavailable$/i,
  504: /^(Gateway Time-?out|Endpoint request timed out)$/i,
};

/** The gateway gives up after the integration's 29 s. Milliseconds. */
const GATEWAY_GAVE_UP = 28_500;

/** The text of an answer that API Gateway gave by itself: `{"message":"Not Found"}`; undefined for a backend's. */
export function ownAnswer({ status, body }: Pick<Answered, 'status' | 'body'>): string | undefined {
  const message = messageOf(body);
  return message !== undefined && OWN[status]?.test(message) ? message : undefined;
}

/**
 * What an answer most likely means, in a sentence. Source: API Gateway developer guide, troubleshooting HTTP APIs; the
 * split between 500 and 503 is observed, not documented.
 */
export function symptomOf(answer: Answered): string | undefined {
  const { status, latencyMs, headers } = answer;
  const own = ownAnswer(answer) !== undefined;
  if (status >= 500 && latencyMs >= GATEWAY_GAVE_UP) {
    return 'The gateway gave up waiting for the backend. Look at the log of the service: it takes longer than 29 seconds.';
  }
  switch (status) {
    case 401:
      return `Reached, not authorised: the API wants a token.${told(headers)}`;
    case 403:
      return own
        ? 'The gateway refuses: the API wants a signed request or another scope, or its own address is disabled.'
        : undefined;
    case 404:
      return own
        ? 'The gateway has no route for this method and path, or no deployed stage: check the routes; a greedy one does not match its bare path.'
        : 'The backend does not know this path: check whether it expects the stage or a prefix in front of it.';
    case 413:
      return own ? 'The request is larger than the gateway takes (10 MB).' : undefined;
    case 429:
      return own
        ? 'The gateway throttles: raise the limits of the stage or the route, or send less.'
        : undefined;
    case 500:
      return own
        ? 'The gateway could not use its integration: check the VPC link and the integration.'
        : 'The backend failed: look at the log of the service.';
    case 503:
      return own
        ? 'The gateway does not reach the backend: check the security group rules, the targets and the VPC link.'
        : 'The backend says that it is not available: look at the log of the service.';
    default:
      if (status >= 500) {
        return own
          ? 'The gateway got no answer from the backend in time.'
          : 'The backend failed: look at the log of the service.';
      }
      return undefined;
  }
}

function told(headers: Readonly<Record<string, string>>): string {
  const challenge = headers['www-authenticate'];
  return challenge === undefined ? '' : ` It says: ${challenge}`;
}

function messageOf(body: string): string | undefined {
  if (body.length > 200) return undefined;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const [[key, value] = [], ...others] = Object.entries(parsed) as [string, unknown][];
    return key === 'message' && typeof value === 'string' && others.length === 0 ? value : undefined;
  } catch {
    return undefined;
  }
}
