import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = resolve(import.meta.dirname, '../../.cache/moto');

/** An AWS that somebody else wrote: what it understands of our requests is not our own opinion. */
export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts moto on a free port of the loopback; installs it into `.cache` where Python does not have it. */
export async function startMoto(env: Readonly<Record<string, string>> = {}): Promise<Moto> {
  const python = await pythonWithMoto();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      // Without it the execution role's managed policy does not exist.
      MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
      // Nobody here starts a machine, and reading the images takes seconds for every account.
      MOTO_EC2_LOAD_DEFAULT_AMIS: 'false',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      ...env,
    },
  });
  let errors = '';
  server.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  const look = async () => {
    const answer = await fetch(`${url}/moto-api/data.json`);
    if (!answer.ok) throw new Error(`moto is not well: ${answer.status}`);
  };
  await untilUp(server, look, () => errors);
  return { url, stop: () => stop(server) };
}

async function untilUp(
  server: ChildProcess,
  probe: () => Promise<void>,
  errors: () => string,
): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`moto ended: ${errors()}`);
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`moto does not answer: ${errors()}`, { cause: error });
      await delay(100);
    }
  }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = new Promise((done) => server.once('exit', done));
  server.kill();
  await ended;
}

async function pythonWithMoto(): Promise<string> {
  for (const candidate of ['python3', resolve(CACHE, 'bin/python')]) {
    if (candidate !== 'python3' && !existsSync(candidate)) continue;
    if (await hasMoto(candidate)) return candidate;
  }
  await mkdir(CACHE, { recursive: true });
  await run('python3', ['-m', 'venv', CACHE]);
  const python = resolve(CACHE, 'bin/python');
  await run(python, ['-m', 'pip', 'install', '--quiet', 'moto[server]==5.2.1'], { maxBuffer: 1 << 24 });
  return python;
}

async function hasMoto(python: string): Promise<boolean> {
  try {
    await run(python, ['-c', 'import moto.server']);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A TCP server that listens has such an address.
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
