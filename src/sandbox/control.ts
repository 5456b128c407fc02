import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxRequest } from './dispatch';
import { readBody } from './doors';
import { isAwsError } from './errors';
import { CrashError } from './faults/faultPlan';
import type { Line, WireError } from './remote';
import { decode, encode } from './wire';

/** The longest control request; task definitions are the longest inputs and stay far below. */
const longestRequest = 1024 * 1024;

/** Well below the five minutes after which Node's fetch gives up. */
const keepAliveMillis = 30_000;

type Call = (request: SandboxRequest & { signal?: AbortSignal }) => Promise<unknown>;

/** Answers one call that came over HTTP: lines of JSON, one unless the output holds a stream. */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  { call, onCrash }: { call: Call; onCrash?: ((crash: CrashError) => void) | undefined },
): Promise<void> {
  const body = await readBody(request, longestRequest);
  if (!body) return void response.writeHead(413, { connection: 'close' }).end('The request is too long.\n');
  const asked = parse(body.toString('utf8'));
  if (!asked) return void response.writeHead(400).end('Not a call: { client, command, input, region }.\n');
  response.setHeader('content-type', 'application/x-ndjson');
  try {
    await answer(response, call(asked));
  } catch (error) {
    if (!(error instanceof CrashError && onCrash)) throw error;
    // Nobody is there any more who could be told more than this.
    if (error.reply === undefined) return onCrash(error);
    response.once('finish', () => onCrash(error));
    await answer(response, error.reply);
  }
  response.end();
}

async function answer(response: ServerResponse, outcome: Promise<unknown>): Promise<void> {
  const write = (line: Line) => response.write(`${encode(line)}\n`);
  try {
    const output = (await outcome) as object; // every command answers with an object
    const stream = Object.entries<unknown>({ ...output }).find(([, value]) => isStream(value));
    if (stream) {
      const [name, items] = stream;
      write({ output: { ...output, [name]: undefined }, stream: name });
      await pump(items as AsyncIterable<unknown>, response, write); // just found to be one
    } else {
      write({ output });
    }
  } catch (error) {
    if (!isAwsError(error)) throw error;
    write({ error: toWire(error) });
  }
}

async function pump(
  items: AsyncIterable<unknown>,
  response: ServerResponse,
  write: (line: Line) => void,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  // Clients give up a body on which nothing comes for minutes; an empty line is nothing.
  const alive = setInterval(() => response.write('\n'), keepAliveMillis);
  // The client leaves by closing the connection, which ends the session.
  response.on('close', () => {
    clearInterval(alive);
    void iterator.return?.();
  });
  for (let step = await iterator.next(); !step.done; step = await iterator.next())
    write({ item: step.value });
}

function isStream(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function parse(text: string): SandboxRequest | undefined {
  let value: unknown;
  try {
    value = decode(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { client, command, input, region } = value as Partial<Record<keyof SandboxRequest, unknown>>; // an object
  if (typeof client !== 'string' || typeof command !== 'string' || typeof region !== 'string')
    return undefined;
  return { client, command, input, region };
}

function toWire(error: Error & { $metadata: { httpStatusCode: number } }): WireError {
  const { name, message, $metadata } = error;
  const fields = Object.fromEntries(
    Object.entries(error).filter(([key]) => !['name', 'message', '$fault', '$metadata'].includes(key)),
  );
  return { name, message, status: $metadata.httpStatusCode, fields };
}
