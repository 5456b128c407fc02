import type { Finding, Graph, GraphNode, OfferedRoute } from '../kind';
import { parseKey } from '../routeKey';
import type { ApiGatewayConfig } from './model';
import { checkRouteKeys } from './routeRules';

/** Requests per second that a whole account gets in newer regions. Source: API Gateway quotas, HTTP APIs. */
const ACCOUNT_RATE = 2500;
/** Source: as above; can be raised. */
const ROUTES_PER_API = 300;

/** Every route of an API, over all its links. */
export function routesOf(api: string, graph: Graph): OfferedRoute[] {
  return graph.edgesFrom(api, 'apiLink').flatMap((edge) => graph.offer(edge).routes);
}

export function checkApi(node: GraphNode<ApiGatewayConfig>, graph: Graph): Finding[] {
  const routes = routesOf(node.id, graph);
  if (routes.length === 0) return [withoutRoutes(node.id, graph)];
  return [
    ...checkRouteKeys(routes),
    ...routes.flatMap((route) => authorization(route, node.config)),
    ...stageForwarded(node.config),
    ...privateIssuer(node.config),
    ...openToAll(node.config, routes),
    ...cors(node.config, routes),
    ...tooMany(routes),
  ];
}

function withoutRoutes(id: string, graph: Graph): Finding {
  const remedy =
    graph.edgesFrom(id, 'apiLink').length === 0
      ? 'Draw a wire to a VPC link, and on to a load balancer.'
      : 'Write routes on the wire that leaves its VPC link.';
  const message = `The API has no routes: every request gets 404 Not Found. ${remedy}`;
  return { severity: 'info', code: 'no-routes', message, path: [], absence: true };
}

function authorization({ key, auth, scopes, edge, path }: OfferedRoute, api: ApiGatewayConfig): Finding[] {
  const hasJwt = typeof api.auth === 'object';
  if (auth === 'jwt' && !hasJwt) {
    return [
      {
        severity: 'error',
        code: 'no-jwt',
        message: `${key} asks for a JWT, and its API names no issuer. Give the API an issuer and audience, or choose another authorization here.`,
        path: [...path, 'auth'],
        edge,
        fix: { title: `Authorize ${key} as its API does`, path: [...path, 'auth'] },
      },
    ];
  }
  if ((scopes ?? []).length > 0 && (auth ?? (hasJwt ? 'jwt' : 'none')) !== 'jwt') {
    return [
      {
        severity: 'error',
        code: 'scopes-without-jwt',
        message: `${key} asks for scopes, which only a JWT carries. Authorize it by JWT, or remove the scopes.`,
        path: [...path, 'scopes'],
        edge,
        fix: { title: 'Remove the scopes', path: [...path, 'scopes'] },
      },
    ];
  }
  return [];
}

/** T1: the path that a backend sees begins with the name of the stage. */
function stageForwarded({ stage, keepStagePath }: ApiGatewayConfig): Finding[] {
  if (!keepStagePath || stage === '$default') return [];
  return [
    {
      severity: 'info',
      code: 'T1',
      message: `The backend sees /${stage}/users where the client asks for /users, and most answer that with 404. Turn it off, unless the application expects the stage.`,
      path: ['keepStagePath'],
      fix: { title: 'Take the stage from the path', path: ['keepStagePath'] },
    },
  ];
}

/** T22: API Gateway is outside of the VPC, where names of Cloud Map and their like are known. */
function privateIssuer({ auth }: ApiGatewayConfig): Finding[] {
  if (typeof auth !== 'object') return [];
  const { hostname } = new URL(auth.jwt.issuer);
  if (!/(^|\.)(internal|local|localhost|localdomain)$/i.test(hostname)) return [];
  return [
    {
      severity: 'error',
      code: 'T22',
      message: `API Gateway fetches the issuer's keys over the internet, where private names are not known; Cloud Map's are known only inside the VPC. Name an issuer with a public address: ${hostname}`,
      path: ['auth', 'jwt', 'issuer'],
    },
  ];
}

/** T23: no authorization, and a throttle that lets one caller use up the account. */
function openToAll(api: ApiGatewayConfig, routes: readonly OfferedRoute[]): Finding[] {
  const isOpen = (route: OfferedRoute) => (route.auth ?? api.auth) === 'none';
  const message = (what: string, rate: number) =>
    `Anyone may call ${what} ${rate} times a second, as often as a whole account may in some regions. Ask for authorization, or lower the throttle.`;
  const own = routes.flatMap((route): Finding[] =>
    isOpen(route) && route.throttle && route.throttle.rate >= ACCOUNT_RATE
      ? [
          {
            severity: 'warning',
            code: 'T23',
            message: message(route.key, route.throttle.rate),
            path: [...route.path, 'throttle', 'rate'],
            edge: route.edge,
            fix: { title: "Use the stage's throttle", path: [...route.path, 'throttle'] },
          },
        ]
      : [],
  );
  const { rate } = api.throttle;
  if (rate < ACCOUNT_RATE || !routes.some((route) => isOpen(route) && !route.throttle)) return own;
  return [
    ...own,
    {
      severity: 'warning',
      code: 'T23',
      message: message('this API', rate),
      path: ['throttle', 'rate'],
      fix: { title: 'Use 50 a second, bursts of 100', path: ['throttle'] },
    },
  ];
}

function cors({ cors, auth }: ApiGatewayConfig, routes: readonly OfferedRoute[]): Finding[] {
  if (!cors) return [];
  const findings: Finding[] = [];
  if (cors.allowCredentials === true && cors.allowOrigins?.includes('*')) {
    findings.push({
      severity: 'error',
      code: 'cors-credentials',
      message:
        'Browsers send no credentials where every origin is allowed. List the origins, or turn credentials off.',
      path: ['cors', 'allowCredentials'],
      fix: { title: 'Turn credentials off', path: ['cors', 'allowCredentials'] },
    });
  }
  const blocked = routes.find(
    (route) => (route.auth ?? auth) !== 'none' && (parseKey(route.key)?.method ?? 'ANY') === 'ANY',
  );
  if (blocked && !routes.some((route) => route.auth === 'none' && route.key === PREFLIGHT)) {
    findings.push({
      severity: 'warning',
      code: 'cors-preflight',
      message: `${blocked.key} asks for authorization of a browser's preflight request too, which carries none and gets 401. Add ${PREFLIGHT} without authorization.`,
      path: blocked.path,
      edge: blocked.edge,
      fix: blocked.beside(PREFLIGHT, { auth: 'none' }),
      absence: true,
    });
  }
  return findings;
}

const PREFLIGHT = 'OPTIONS /{proxy+}';

function tooMany(routes: readonly OfferedRoute[]): Finding[] {
  if (routes.length <= ROUTES_PER_API) return [];
  const message = `The API has ${routes.length} routes; AWS allows ${ROUTES_PER_API} unless it has raised the quota. Join some with a greedy route such as ANY /users/{proxy+}.`;
  return [{ severity: 'warning', code: 'too-many-routes', message, path: [] }];
}
