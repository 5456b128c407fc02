import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it went by. */
export interface Passed {
  readonly method: string;
  readonly path: string;
  /** `X-Amz-Target` of the JSON services, `Action` of the query services, else undefined. */
  readonly operation: string | undefined;
}

/** Stands in front of an endpoint and loses what it is told to lose, after the endpoint has carried it out. */
export interface Proxy {
  readonly url: string;
  readonly passed: Passed[];
  /** Loses the replies of the next requests for which `which` says yes; by a cut connection or by a 500. */
  lose(which: (request: Passed) => boolean, how: 'cut' | '500', times?: number): void;
  stop(): Promise<void>;
}

export async function startProxy(target: string): Promise<Proxy> {
  const passed: Passed[] = [];
  const losses: { which: (request: Passed) => boolean; how: 'cut' | '500'; left: number }[] = [];
  const server = createServer((incoming, outgoing) => {
    void forward(incoming, outgoing);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A TCP server that listens has such an address.
  const { port } = server.address() as AddressInfo;

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await collect(incoming);
    const seen = describe(incoming, body);
    passed.push(seen);
    const { hostname, port: targetPort } = new URL(target);
    const onward = request(
      { hostname, port: targetPort, method: incoming.method, path: incoming.url, headers: incoming.headers },
      (answer) => {
        void collect(answer).then((content) => {
          // Only now: the endpoint has answered, so it has committed.
          const loss = losses.find(({ left, which }) => left > 0 && which(seen));
          if (loss) loss.left -= 1;
          if (loss?.how === 'cut') {
            outgoing.destroy();
          } else if (loss) {
            outgoing
              .writeHead(500, { 'content-type': 'application/json' })
              .end('{"__type":"InternalFailure"}');
          } else {
            outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(content);
          }
        });
      },
    );
    onward.on('error', () => outgoing.destroy());
    onward.end(body);
  }

  return {
    url: `http://127.0.0.1:${port}`,
    passed,
    lose: (which, how, times = 1) => losses.push({ which, how, left: times }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function describe({ method = '', url = '', headers }: IncomingMessage, body: Buffer): Passed {
  const target = headers['x-amz-target'];
  const action = new URLSearchParams(body.toString()).get('Action') ?? undefined;
  return {
    method,
    path: url.split('?', 1)[0] ?? '',
    operation: typeof target === 'string' ? target.slice(target.lastIndexOf('.') + 1) : action,
  };
}

async function collect(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
