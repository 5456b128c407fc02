import { readStatus } from '../live/status';
import { savedRequests, sendRequest } from '../live/requests';
import { traceRequest } from '../live/requests/trace';
import { traceText } from '../live/requests/traceText';
import { signerOf } from '../live/requests/sign';
import { diedAt, hopsOn, wayOf } from '../live/requests/way';
import { savedRequest, type SavedRequest } from '../kinds/client/model';
import { terminalLine } from '../model/ansi';
import type { Topology } from '../model/topology';
import {
  CONNECTION_OPTIONS,
  ENVIRONMENT_OPTION,
  EXIT,
  JSON_OPTION,
  text,
  UserError,
  type Command,
  type Invocation,
} from './command';
import { withPrepared } from './file';
import { secretFromEnvironment } from './secrets';

export const requestCommand: Command = {
  name: 'request',
  arguments: 'FILE [NAME]',
  positionals: { min: 1, max: 2 },
  summary: 'Send a saved or given request through the deployed API.',
  options: {
    path: { type: 'string', value: 'PATH', help: 'Send this path instead of a saved request.' },
    method: { type: 'string', value: 'METHOD', help: 'With --path; GET unless given.' },
    logs: { type: 'boolean', help: 'Also print what the access log and the tasks wrote of it.' },
    ...JSON_OPTION,
    ...ENVIRONMENT_OPTION,
    ...CONNECTION_OPTIONS,
  },
  run: (invocation) =>
    withPrepared(invocation, async (prepared, session) => {
      const { io, values } = invocation;
      const { api, request } = chosen(invocation, prepared.topology);
      const report = await readStatus(session, prepared, { signal: io.signal });
      const { apis } = report;
      const [first] = Object.keys(apis);
      const through = api ?? first;
      const invokeUrl = through === undefined ? undefined : apis[through];
      if (through === undefined || invokeUrl === undefined)
        throw new UserError('There is no deployed API to send to; deploy the topology first.');
      const asked = { api: through, method: request.method, path: request.path };
      const sentAt = session.account.clock.now();
      const answer = await sendRequest({
        invokeUrl,
        request,
        secret: secretFromEnvironment(io.env),
        sign: signerOf(session, prepared, asked),
        now: () => session.account.clock.now(),
        signal: io.signal,
      });
      const way = wayOf(asked, prepared.topology, report);
      const hop = diedAt(answer, asked, prepared.topology, report);
      const trace =
        values['logs'] === true
          ? await traceRequest(
              session,
              prepared,
              {
                ...asked,
                id: answer.headers['apigw-requestid'],
                service: way?.service,
                sentAt,
                answeredAt: session.account.clock.now(),
                mask: answer.mask,
              },
              io.signal,
            )
          : undefined;
      if (values['json']) {
        const hops = hopsOn(way, asked, prepared.topology, report.hops);
        io.out(JSON.stringify({ ...answer, ...(hop !== undefined && { hop }), hops, ...trace }, null, 2));
      } else {
        io.out(
          `${answer.status ?? 'no answer'} in ${Math.round(answer.latencyMs)} ms${answer.reason === undefined ? '' : `: ${answer.reason}`}`,
        );
        if (hop !== undefined) io.out(`It died at ${hop}.`);
        for (const line of answer.body.split('\n')) io.out(terminalLine(line));
        for (const line of trace ? ['', ...traceText(trace)] : []) io.out(terminalLine(line));
      }
      return answer.ok ? EXIT.done : EXIT.failed;
    }),
};

function chosen(
  { positionals, values }: Invocation,
  topology: Topology,
): { api?: string; request: SavedRequest } {
  const path = text(values, 'path');
  const [, name] = positionals;
  if (path !== undefined) {
    const given = savedRequest.safeParse({ name: path, method: text(values, 'method') ?? 'GET', path });
    if (given.success) return { request: given.data };
    throw new UserError(`This cannot be sent: ${given.error.issues[0]?.message ?? path}`, EXIT.usage);
  }
  const saved = savedRequests(topology);
  const found = name === undefined ? saved[0] : saved.find(({ request }) => request.name === name);
  if (found) return found;
  const names = saved.map(({ request }) => `"${request.name}"`).join(', ');
  throw new UserError(
    names === ''
      ? 'The topology has no saved request; give one with --path.'
      : `There is no such saved request; there are ${names}.`,
    EXIT.usage,
  );
}
