import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SessionQuestion } from '../../aws/sandboxSession';
import type { Simulation } from '../context';
import { readBody, refuseControl } from '../doors';
import { answerShell } from './shell';

/** Where the stream URLs of sessions begin. */
export const sessionPath = '/session/';

/** More than anybody types, or pastes, in one line. Bytes. */
const longestLine = 64 * 1024;

/** Answers a terminal: a question a request, from whoever has the token of the session. */
export async function answerSession(
  simulation: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = (status: number, reason: string) => void response.writeHead(status).end(`${reason}\n`);
  const id = request.url?.slice(sessionPath.length) ?? '';
  const session = simulation.sessions.get(id);
  if (!session) return refuse(404, 'There is no such session any more.');
  const refusal = refuseControl(request, session.key);
  if (refusal) return refuse(refusal.status, refusal.reason);
  const body = await readBody(request, longestLine);
  if (!body) return refuse(413, 'The line is too long.');
  const question = parse(body.toString('utf8'));
  if (!question) return refuse(400, 'Not a question: { line }.');
  const left = new AbortController();
  // Ctrl+C: the terminal no longer waits for what it asked.
  response.on('close', () => left.abort());
  try {
    const answer = await answerShell(simulation, session, question, left.signal);
    if (answer.prompt === undefined) simulation.sessions.delete(id);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  } catch (error) {
    if (!left.signal.aborted) throw error;
  }
}

function parse(text: string): SessionQuestion | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const line: unknown = 'line' in value ? value.line : undefined;
    if (line === undefined) return {};
    return typeof line === 'string' ? { line } : undefined;
  } catch {
    return undefined;
  }
}
