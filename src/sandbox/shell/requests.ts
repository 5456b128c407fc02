import { answerOf } from '../dataPlane/answer';
import { callUrl } from '../dataPlane/callOut';
import type { DataRequest, DataResponse } from '../dataPlane/message';
import type { Outcome, Place } from './place';

/** Seconds until Linux gives up on a connection of which nothing comes back (tcp_syn_retries 6). */
const connectTimeout = 127;
/** Milliseconds for which a local program may think about an answer. */
const answerTimeout = 30_000;

interface Asked {
  url: string | undefined;
  method: string | undefined;
  body: string | undefined;
  readonly headers: Record<string, string>;
  showHead: boolean;
  seconds: number | undefined;
}

type Answered =
  | { readonly response: DataResponse }
  | { readonly fault: string; readonly host: string; readonly port: string };

/** `curl` with the options that one needs to look at a service. */
export async function curl(args: readonly string[], place: Place, signal: AbortSignal): Promise<Outcome> {
  const asked = readOptions(args);
  if (typeof asked === 'string') return { text: `curl: ${asked}\n`, code: 2 };
  if (asked.url === undefined) return { text: 'curl: (2) no URL specified\n', code: 2 };
  const url = /^\w+:\/\//.test(asked.url) ? asked.url : `http://${asked.url}`;
  const answered = await ask(url, asked, place, signal);
  if ('response' in answered) {
    const { response } = answered;
    const head = asked.showHead ? headOf(response) : '';
    return { text: head + (asked.method === 'HEAD' ? '' : bodyOf(response)), code: 0 };
  }
  const { fault, host, port } = answered;
  const waited = (asked.seconds ?? connectTimeout) * 1000;
  switch (fault) {
    case 'invalid':
      return { text: `curl: (1) the sandbox speaks http only: ${url}\n`, code: 1 };
    case 'unresolved':
      return { text: `curl: (6) Could not resolve host: ${host}\n`, code: 6 };
    case 'timeout':
      return {
        text: `curl: (28) Failed to connect to ${host} port ${port} after ${waited} ms: Connection timed out\n`,
        code: 28,
      };
    case 'silent':
      return { text: 'curl: (52) Empty reply from server\n', code: 52 };
    default:
      return {
        text: `curl: (7) Failed to connect to ${host} port ${port} after 1 ms: Connection refused\n`,
        code: 7,
      };
  }
}

/** BusyBox's `wget`, which images without curl have; it prints the answer, as `-qO-` would. */
export async function wget(args: readonly string[], place: Place, signal: AbortSignal): Promise<Outcome> {
  const given = [...args];
  let seconds: number | undefined;
  let url: string | undefined;
  for (let word = given.shift(); word !== undefined; word = given.shift()) {
    if (word === '-T') seconds = Number(given.shift());
    else if (word === '-O') given.shift();
    else if (!word.startsWith('-')) url = word;
  }
  if (url === undefined) return { text: 'Usage: wget [-qO-] [-T SECONDS] URL\n', code: 1 };
  const whole = /^\w+:\/\//.test(url) ? url : `http://${url}`;
  const answered = await ask(whole, { method: 'GET', headers: {}, seconds, agent: 'Wget' }, place, signal);
  if ('response' in answered) {
    const { response } = answered;
    if (response.status < 400) return { text: bodyOf(response), code: 0 };
    return { text: `wget: server returned error: HTTP/1.1 ${response.status}\n`, code: 1 };
  }
  const { fault, host, port } = answered;
  const words: Readonly<Record<string, string>> = {
    unresolved: `wget: bad address '${host}'\n`,
    timeout: `wget: can't connect to remote host (${host}:${port}): Operation timed out\n`,
    invalid: `wget: not an http or ftp url: ${whole}\n`,
  };
  return {
    text: words[fault] ?? `wget: can't connect to remote host (${host}:${port}): Connection refused\n`,
    code: 1,
  };
}

async function ask(
  url: string,
  { method, body, headers, seconds, agent = 'curl/8.7.1' }: Partial<Asked> & { readonly agent?: string },
  { context, task }: Place,
  signal: AbortSignal,
): Promise<Answered> {
  const result = callUrl(context, task, url);
  const { hostname = '', port = '' } = URL.canParse(url) ? new URL(url) : {};
  const where = { host: hostname, port: port === '' ? '80' : port };
  if (!result.ok) {
    // Nobody says no: whoever calls waits, as on AWS, until they give up themselves.
    if (result.fault === 'timeout') await context.pause(seconds ?? connectTimeout, signal);
    return { fault: result.fault, ...where };
  }
  const request: DataRequest = {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    path: result.url.pathname,
    query: result.url.search.slice(1),
    headers: { host: result.url.host, 'user-agent': agent, accept: '*/*', ...headers },
    body: Buffer.from(body ?? ''),
  };
  const arrival = { task: result.task, container: result.container, request };
  const response = await answerOf(context, arrival, (seconds ?? answerTimeout / 1000) * 1000);
  context.changed();
  return response ? { response } : { fault: 'silent', ...where };
}

/** Options may stand together (`-si`) and have their value with them (`-XPOST`); a text says what is wrong. */
function readOptions(args: readonly string[]): Asked | string {
  const asked: Asked = {
    url: undefined,
    method: undefined,
    body: undefined,
    headers: {},
    showHead: false,
    seconds: undefined,
  };
  const rest = args.flatMap(apart);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) {
      asked.url = word;
      continue;
    }
    switch (word) {
      case '-s':
      case '-S':
      case '-v':
      case '--silent':
        break;
      case '-i':
        asked.showHead = true;
        break;
      case '-I':
        asked.showHead = true;
        asked.method = 'HEAD';
        break;
      default: {
        const value = rest.shift();
        if (!takesValue.test(word))
          return `option ${word}: is not known in the sandbox; there are -s -i -I -X -d -H -m`;
        if (value === undefined) return `option ${word}: requires parameter`;
        if (/^(-X|--request)$/.test(word)) asked.method = value.toUpperCase();
        else if (/^(-d|--data)$/.test(word)) asked.body = value;
        else if (/^(-H|--header)$/.test(word)) addHeader(asked.headers, value);
        else if (Number(value) > 0) asked.seconds = Number(value);
        else return `option ${word}: expected a proper numerical parameter`;
      }
    }
  }
  return asked;
}

const takesValue = /^(-[XdHm]|--(request|data|header|max-time|connect-timeout))$/;

function apart(word: string): string[] {
  if (!/^-[a-zA-Z].+/.test(word)) return [word];
  const letters = [...word.slice(1)];
  const valued = letters.findIndex((letter) => takesValue.test(`-${letter}`));
  const flags = (valued < 0 ? letters : letters.slice(0, valued + 1)).map((letter) => `-${letter}`);
  const value = valued < 0 ? '' : letters.slice(valued + 1).join('');
  return value === '' ? flags : [...flags, value];
}

function addHeader(headers: Record<string, string>, text: string): void {
  const colon = text.indexOf(':');
  if (colon > 0) headers[text.slice(0, colon).trim().toLowerCase()] = text.slice(colon + 1).trim();
}

function headOf({ status, headers }: DataResponse): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${[`HTTP/1.1 ${status}`, ...lines].join('\n')}\n\n`;
}

/** A prompt stands on a line of its own, whether or not the answer ends its last. */
function bodyOf({ body }: DataResponse): string {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
