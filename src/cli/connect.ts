import { profileRegion, type AttachableClient, type Connection } from '../aws/connection';
import type { Sandbox } from '../sandbox/sandbox';
import { EXIT, text, UserError, type Open, type Values } from './command';

/** How the root stands a simulated account behind clients. */
export interface SandboxDoor {
  create(): Promise<Sandbox>;
  /** Behind clients of this process: one that was made here, or one that another process runs. */
  attachTo(target: Pick<Sandbox, 'call'>): (client: AttachableClient) => void;
  remote(url: string, key: string): Pick<Sandbox, 'call'>;
}

/** Turns the connection options of a command line into a connection. */
export function createOpen(env: Readonly<Record<string, string | undefined>>, door: SandboxDoor): Open {
  return async (values, fileRegion) => {
    const { sandbox, url, profile } = whereTo(values);
    if (sandbox !== undefined) {
      const region = fileRegion ?? text(values, 'region') ?? 'us-east-1';
      return sandbox === '' ? ownSandbox(region, door) : runningSandbox(sandbox, region, env, door);
    }
    const region =
      fileRegion ??
      text(values, 'region') ??
      env['AWS_REGION'] ??
      env['AWS_DEFAULT_REGION'] ??
      (await profileRegion(profile ?? env['AWS_PROFILE'] ?? 'default'));
    if (region === undefined) {
      throw new UserError('No region is known; write it into the file, or say --region REGION.', EXIT.usage);
    }
    const named = profile === undefined ? {} : { profile };
    const connection: Connection =
      url === undefined ? { kind: 'aws', region, ...named } : { kind: 'endpoint', url, region, ...named };
    return { connection, close: async () => undefined };
  };
}

function whereTo(values: Values) {
  const [sandbox, url, profile] = [
    text(values, 'sandbox'),
    text(values, 'endpoint-url'),
    text(values, 'profile'),
  ];
  if (sandbox !== undefined && (url !== undefined || profile !== undefined)) {
    throw new UserError('--sandbox goes alone: it needs no profile and is no endpoint.', EXIT.usage);
  }
  for (const [name, given] of [
    ['--endpoint-url', url],
    ['--sandbox', sandbox === '' ? undefined : sandbox],
  ] as const) {
    if (given !== undefined && !(URL.canParse(given) && /^https?:$/.test(new URL(given).protocol))) {
      throw new UserError(`${name} takes an http or https URL: ${given}`, EXIT.usage);
    }
  }
  return { sandbox, url, profile };
}

async function ownSandbox(region: string, door: SandboxDoor) {
  const sandbox = await door.create();
  await sandbox.listen();
  const connection: Connection = {
    kind: 'sandbox',
    region,
    attach: door.attachTo(sandbox),
    label: 'sandbox',
  };
  return { connection, close: () => sandbox.close() };
}

async function runningSandbox(
  url: string,
  region: string,
  env: Readonly<Record<string, string | undefined>>,
  door: SandboxDoor,
) {
  const key = env['ECS_TOPOLOGY_SANDBOX_KEY'];
  if (key === undefined) {
    throw new UserError(
      'The sandbox printed a key when it started; set it as ECS_TOPOLOGY_SANDBOX_KEY.',
      EXIT.usage,
    );
  }
  const connection: Connection = {
    kind: 'sandbox',
    region,
    attach: door.attachTo(door.remote(url, key)),
    label: url,
  };
  return { connection, close: async () => undefined };
}
