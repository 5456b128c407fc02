import type { DataRequest } from './message';

/** What mapping expressions can name. */
export interface MappingSource {
  readonly request: DataRequest;
  /** Path variables of the route. */
  readonly variables: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, string>>;
  readonly stageVariables: Readonly<Record<string, string>>;
}

const expression =
  /\$\{((?:request|context|stageVariables)[^}]*)\}|\$((?:request|context|stageVariables)(?:\.[\w-]+)+)/g;

/** Fills in `$request.path`, `${request.path.proxy}`, `$context.requestId` and the like. */
function evaluate(template: string, source: MappingSource): string {
  return template.replace(expression, (_whole, braced: string | undefined, bare: string | undefined) =>
    read(braced ?? bare ?? '', source),
  );
}

function read(name: string, source: MappingSource): string {
  const [root = '', kind = '', ...rest] = name.split('.');
  const key = rest.join('.');
  if (root === 'context') return own(source.context, [kind, ...rest].join('.'));
  if (root === 'stageVariables') return own(source.stageVariables, [kind, ...rest].join('.'));
  if (kind === 'path') return key === '' ? source.request.path : own(source.variables, key);
  if (kind === 'header') return own(source.request.headers, key.toLowerCase());
  if (kind === 'querystring') return new URLSearchParams(source.request.query).get(key) ?? '';
  if (kind === 'method') return source.request.method;
  return '';
}

function own(record: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(record, key) ? (record[key] ?? '') : '';
}

/**
 * Applies an integration's request parameters (aws-reference §1.3) to the request as the backend would get it
 * without any: `path` there begins with the stage (T1), while `$request.path` has none.
 */
export function mapRequest(
  toBackend: DataRequest,
  parameters: Readonly<Record<string, string>>,
  source: MappingSource,
): DataRequest {
  const headers: Record<string, string> = { ...toBackend.headers };
  const query = new URLSearchParams(toBackend.query);
  let { path } = toBackend;
  let queryChanged = false;
  for (const [key, template] of Object.entries(parameters)) {
    const value = evaluate(template, source);
    if (key === 'overwrite:path') {
      // A variable was decoded; what is not allowed in a path is encoded again, what is encoded stays.
      const safe = encodeURI(value).replace(/%25([0-9a-fA-F]{2})/g, '%$1');
      path = safe.startsWith('/') ? safe : `/${safe}`;
      continue;
    }
    const [, action, target, name = ''] = /^(\w+):(\w+)\.(.+)$/.exec(key) ?? [];
    if (target === 'header') {
      const header = name.toLowerCase();
      const before = headers[header];
      if (action === 'remove') delete headers[header];
      else headers[header] = action === 'append' && before !== undefined ? `${before},${value}` : value;
    } else if (target === 'querystring') {
      queryChanged = true;
      if (action === 'remove') query.delete(name);
      else if (action === 'append') query.append(name, value);
      else query.set(name, value);
    }
  }
  return { ...toBackend, path, headers, query: queryChanged ? query.toString() : toBackend.query };
}

/** Applies response parameters of the status: `overwrite:statuscode`, `append|overwrite|remove:header.x`. */
export function mapResponse<T extends { status: number; headers: Readonly<Record<string, string>> }>(
  response: T,
  parameters: Readonly<Record<string, Readonly<Record<string, string>>>>,
): T {
  const rules = Object.hasOwn(parameters, String(response.status)) ? parameters[response.status] : undefined;
  let { status } = response;
  const headers: Record<string, string> = { ...response.headers };
  for (const [key, value] of Object.entries(rules ?? {})) {
    if (key === 'overwrite:statuscode') status = Number(value);
    const [, action, name = ''] = /^(append|overwrite|remove):header\.(.+)$/.exec(key) ?? [];
    const header = name.toLowerCase();
    if (action === 'remove') delete headers[header];
    else if (action === 'append' && headers[header] !== undefined) headers[header] += `,${value}`;
    else if (action !== undefined) headers[header] = value;
  }
  return { ...response, status, headers };
}
