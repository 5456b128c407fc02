import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulation } from './context';
import { answerControl } from './control';
import { answerInvoke } from './dataPlane/invoke';
import type { SandboxRequest } from './dispatch';
import { refuseControl, refuseHost } from './doors';
import { answerSession, sessionPath } from './shell/door';

/** The sandbox's doors, open. */
export interface RunningServer {
  readonly url: string;
  readonly key: string;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 only; `port` 0 takes a free one. */
export async function startServer(options: {
  port: number;
  call: (request: SandboxRequest & { signal?: AbortSignal }) => Promise<unknown>;
  simulation: Simulation;
  catchUp: () => void;
}): Promise<RunningServer> {
  const key = randomBytes(24).toString('base64url');
  let port = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const control = request.url?.split('?')[0] === '/control';
    const refusal = refuseHost(request, port) ?? (control ? refuseControl(request, key) : undefined);
    if (refusal) return void response.writeHead(refusal.status).end(`${refusal.reason}\n`);
    if (control) {
      const { call, simulation } = options;
      return answerControl(request, response, { call, onCrash: simulation.faults?.onCrash });
    }
    options.catchUp();
    if (request.url?.startsWith(sessionPath)) return answerSession(options.simulation, request, response);
    return answerInvoke(options.simulation, request, response);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      // A bug, or a connection that broke: the one who asked gets no inside of ours.
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new Error(`the sandbox cannot listen on port ${options.port}: ${cause.message}`, { cause }));
    });
    server.listen(options.port, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    key,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
