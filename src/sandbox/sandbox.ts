import { checkBackends } from './backends';
import { pause, systemClock, type SandboxClock } from './clock';
import type { Load } from './autoScaling/state';
import { inRegion, type Context, type Simulation } from './context';
import { invokeApi } from './dataPlane/invoke';
import type { DataRequest, DataResponse } from './dataPlane/message';
import { dispatch, isChange, type SandboxRequest } from './dispatch';
import type { Thing } from './dump/thing';
import { thingsOf } from './dump/things';
import { interruptSpot } from './ecs/capacity';
import { createFaultyCall } from './faults/faultyCall';
import type { FaultPlan } from './faults/faultPlan';
import { authorize } from './iam/authorize';
import { checkDocuments, type Demand, type PolicyDocument } from './iam/policyDocument';
import { latencies } from './latencies';
import { occur, settle } from './occurrences';
import { createPacedCall } from './pacedCall';
import type { Profile } from './profile';
import { createScheduler } from './scheduler';
import { startServer, type RunningServer } from './server';
import { sessionPath } from './shell/door';
import { folderStore } from './store';
import { createWorld, type World } from './world';

export interface SandboxOptions {
  /** How many times faster than AWS the account's time runs; 30 unless given. */
  timeScale?: number;
  clock?: SandboxClock;
  /** The account to begin with, which is then changed; a new one unless given. A folder's own goes before it. */
  world?: World;
  /** Where the world is kept across restarts; without it, it ends with the process. */
  folder?: string;
  /** Local programs that answer instead of a service's containers: ECS service name → loopback origin. */
  backends?: Record<string, string>;
  /** Source of ids and of chance, in [0, 1). */
  random?: () => number;
  /** What goes wrong; nothing without it. */
  faults?: FaultPlan;
  /** Makes calls take their time and throttles them; without it they are answered at once, as many as come. */
  profile?: Profile;
  /** What callers may do, all of them; everything without it. */
  allowed?: readonly PolicyDocument[];
}

/** A simulated AWS account (product.md §6). */
export interface Sandbox {
  /** Answers one command with its output, or throws an AWS-shaped error. */
  call(request: SandboxRequest & { signal?: AbortSignal }): Promise<unknown>;
  /** The account for somebody who may do this and nothing else; `seen` is told of all that IAM is asked. */
  restrictedTo(allowed: readonly PolicyDocument[], seen?: (demand: Demand) => void): Pick<Sandbox, 'call'>;
  /** Everything that stands in a region of the account, for who checks what was left there. */
  things(region: string): Thing[];
  /** Gives the tasks of a service so much to do, all together, in percent of what one can do. */
  load(serviceArn: string, load: Load): void;
  /** Takes back the tasks of a service that run on Spot, as AWS does when it needs them. */
  interruptSpot(serviceArn: string): void;
  /** Answers a request to an API as its invoke address does, without a door; `path` begins with the stage. */
  request(apiId: string, request: DataRequest): Promise<DataResponse>;
  /** Opens the doors on 127.0.0.1: `/execute-api/…` for everyone, `/control` for who has the key. */
  listen(options?: { port?: number }): Promise<{ url: string; key: string }>;
  close(): Promise<void>;
}

/** Interactive use: minutes become seconds. */
const defaultTimeScale = 30;

/** Makes a sandbox; with a folder it goes on where the last one on that folder stopped. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? systemClock();
  const timeScale = options.timeScale ?? defaultTimeScale;
  if (!(timeScale > 0)) throw new RangeError(`the time scale must be above zero: ${timeScale}`);
  const backends = checkBackends(options.backends ?? {});
  const { faults, profile } = options;
  const store = options.folder === undefined ? undefined : folderStore(options.folder);
  const world = (await store?.load()) ?? options.world ?? createWorld();
  let server: RunningServer | undefined;

  /** What happens by itself is saved behind the scenes; were it lost, it would happen again. */
  function saveBehind() {
    void store?.save(world).catch(() => undefined);
  }
  const scheduler = createScheduler({
    world,
    clock,
    timeScale,
    run(event) {
      const context = inRegion(simulation, event.region);
      occur(context, event.body);
      settle(context);
      saveBehind();
    },
  });
  const simulation: Simulation = {
    world,
    now: scheduler.now,
    scaled: scheduler.scaled,
    schedule: (region, seconds, body) =>
      scheduler.schedule(region, seconds * (faults?.slowness(body.kind) ?? 1), body),
    latencies: { ...latencies, ...profile?.durations },
    ...(faults && { faults }),
    ...(options.allowed && { allowed: options.allowed }),
    random: options.random ?? Math.random,
    backends,
    logListeners: new Set(),
    sessions: new Map(),
    sessionUrl: (id) => (server ? `${server.url}${sessionPath}${id}` : `wss://ssmmessages.invalid/${id}`),
    pause: (seconds, signal) => pause(clock, scheduler.scaled(seconds), signal),
    buckets: new Map(),
    changed: saveBehind,
    apiEndpoint: (region, apiId) =>
      server ? `${server.url}/execute-api/${apiId}` : `https://${apiId}.execute-api.${region}.amazonaws.com`,
  };

  /** Has something happen that nobody called for, in the region of an ARN. */
  function act(arn: string, happen: (context: Context) => void): void {
    scheduler.catchUp();
    const context = inRegion(simulation, arn.split(':')[3] ?? '');
    happen(context);
    settle(context);
    saveBehind();
  }

  async function carryOut(request: SandboxRequest, seen: World = world): Promise<object> {
    const output = dispatch(seen === world ? simulation : { ...simulation, world: seen }, request);
    if (isChange(request.command)) await store?.save(world);
    return output;
  }
  const answered = faults
    ? createFaultyCall({ plan: faults, clock, world, now: scheduler.now, scaled: scheduler.scaled, carryOut })
    : carryOut;
  const answer = profile
    ? createPacedCall({ profile, clock, scaled: scheduler.scaled, answer: answered })
    : answered;

  async function everything({ signal, ...request }: Parameters<Sandbox['call']>[0]): Promise<unknown> {
    signal?.throwIfAborted();
    scheduler.catchUp();
    return answer({ ...request, ...(signal && { signal }) });
  }

  const restrictedTo: Sandbox['restrictedTo'] = (allowed, seen) => {
    checkDocuments(allowed);
    return {
      async call(request) {
        scheduler.catchUp();
        authorize(inRegion(simulation, request.region), request, allowed, seen);
        return everything(request);
      },
    };
  };
  const call = options.allowed ? restrictedTo(options.allowed).call : everything;

  scheduler.start();
  return {
    call,
    restrictedTo,
    things: (region) => thingsOf(world, region),
    load: (serviceArn, load) =>
      act(serviceArn, ({ region }) => region.autoScaling.loads.set(serviceArn, load)),
    interruptSpot: (serviceArn) => act(serviceArn, (context) => interruptSpot(context, serviceArn)),
    request(apiId, request) {
      scheduler.catchUp();
      return invokeApi(simulation, apiId, request);
    },
    async listen({ port = 0 } = {}) {
      if (server) throw new Error(`the sandbox listens already: ${server.url}`);
      server = await startServer({ port, call, simulation, catchUp: scheduler.catchUp });
      return { url: server.url, key: server.key };
    },
    async close() {
      scheduler.stop();
      await server?.close();
      server = undefined;
      await store?.save(world);
    },
  };
}
