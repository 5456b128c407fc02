import type { Finding, Graph, GraphNode } from '../kind';
import type { ClientConfig, SavedRequest } from './model';

/** Headers that carry what must not be in a file. */
const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'x-api-key'];

export function checkClient({ id, config }: GraphNode<ClientConfig>, graph: Graph): Finding[] {
  const apis = graph.edgesFrom(id, 'httpApi').map((edge) => graph.offer(edge));
  const names = new Set<string>();
  const findings = config.requests.flatMap((request, index): Finding[] => {
    const path = ['requests', index];
    const isTwin = names.has(request.name);
    names.add(request.name);
    const demo = isChecked(request) && apis[0]?.indifferent(request.method, request.path);
    return [
      ...(isTwin ? [twin(request, path)] : []),
      ...literalSecrets(request, path),
      ...badPattern(request, path),
      ...(apis.length > 0 && apis.every((api) => api.answers(request.method, request.path) === false)
        ? [unanswered(request, path)]
        : []),
      ...(demo && request.expect?.body === undefined ? [provesNoPath(request, demo, path)] : []),
    ];
  });
  if (apis.length > 0 || config.requests.length === 0) return findings;
  const message = 'The saved requests go nowhere. Draw a wire from the client to an API Gateway.';
  return [...findings, { severity: 'info', code: 'no-api', message, path: [], absence: true }];
}

type Path = readonly (string | number)[];

function twin({ name }: SavedRequest, path: Path): Finding {
  const message = `Two saved requests have one name; a request is chosen by it. Rename one of them: ${name}`;
  return { severity: 'warning', code: 'duplicate-request', message, path: [...path, 'name'] };
}

function literalSecrets({ headers = {} }: SavedRequest, path: Path): Finding[] {
  return Object.entries(headers).flatMap(([name, value]): Finding[] => {
    if (!SECRET_HEADERS.includes(name.toLowerCase()) || value === '' || value.includes('${secret:'))
      return [];
    const place = [...path, 'headers', name];
    // `Bearer abc` keeps its scheme.
    const scheme = /^[A-Za-z]+ (?=\S)/.exec(value)?.[0] ?? '';
    const reference = `${scheme}\${secret:${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}}`;
    return [
      {
        severity: 'warning',
        code: 'secret-header',
        message: `The value of ${name} stands in the file, for everyone who reads it. Write ${reference}; the value is then kept outside the file.`,
        path: place,
        fix: { title: `Write ${reference}`, path: place, value: reference },
      },
    ];
  });
}

function badPattern({ expect }: SavedRequest, path: Path): Finding[] {
  if (expect?.body === undefined) return [];
  try {
    new RegExp(expect.body);
    return [];
  } catch {
    const message = `The expected body is no regular expression. Escape its special characters with a backslash: ${expect.body}`;
    return [{ severity: 'error', code: 'bad-pattern', message, path: [...path, 'expect', 'body'] }];
  }
}

/** Sent after a deploy, whose outcome it decides. */
function isChecked({ method, check = method === 'GET' || method === 'HEAD' }: SavedRequest): boolean {
  return check;
}

/** T10: any answer looks good, even to a path with the stage in front of it. */
function provesNoPath({ path: asked }: SavedRequest, image: string, path: Path): Finding {
  return {
    severity: 'info',
    code: 'T10',
    message: `${image} answers every path alike, so this request does not show that ${asked} arrives there. Expect a body that names the path, such as [ >]${asked}.`,
    path: [...path, 'path'],
  };
}

function unanswered({ method, path: asked }: SavedRequest, path: Path): Finding {
  return {
    severity: 'warning',
    code: 'unanswered-request',
    message: `No route takes ${method} ${asked}, so it gets 404 Not Found. Add a route, or change the path; it begins after the stage.`,
    path: [...path, 'path'],
    absence: true,
  };
}
