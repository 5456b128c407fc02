import { StopTaskCommand, ListTasksCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import type { Session } from '../../../src/live/session';
import type { Deployed } from '../../fakes/deployed';
import { createTruth } from './truth';
import { KEY, openWindow, sharedFiles, type SeenCall, type Window } from './window';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Seconds between two comparisons of the account with what is shown. */
const SAMPLE = 0.25;

/** What came of an hour in which somebody looks at a canvas, deploys, and goes away. Times in milliseconds of the hour. */
export interface Hour {
  /** Seconds until the first report, and until nothing in it is unknown any more. */
  readonly begun: number;
  readonly opened: number;
  /** Calls of ours, each with its time since the hour began. */
  readonly calls: readonly SeenCall[];
  /** While nothing happened: the span, and messages to the page in it. */
  readonly quiet: { readonly from: number; readonly to: number; readonly messages: number };
  /** While nothing was to be seen: calls that went out. */
  readonly hidden: number;
  readonly unfocused: number;
  /** Seconds from a change in the account to its show. */
  readonly deploying: readonly number[];
  readonly visible: readonly number[];
  readonly bytes: number;
  /** Bytes of the messages of rollouts, by changed node or edge. */
  readonly bytesPerChange: number;
  /** What is shown at the end as it is not. */
  readonly wrong: readonly string[];
}

/** Lets an hour pass over a deployed topology of so many services. */
export async function passHour(world: Deployed, cluster: string, services: number): Promise<Hour> {
  const { clock } = world;
  const window = await openWindow(world, { pid: 1, files: sharedFiles() });
  const others = await world.connect();
  const names = [1, 2, 3, 4, 5].filter((number) => number <= services).map((number) => `s${number}`);
  const truth = createTruth(world, window, names);
  const began = clock.now();
  const until = async (minute: number) => {
    const end = began + minute * MINUTE;
    while (clock.now() < end) {
      truth.sample();
      await clock.pass(Math.min(SAMPLE * SECOND, end - clock.now()));
    }
  };
  const skipTo = (minute: number) => clock.pass(began + minute * MINUTE - clock.now());
  const countCalls = (from: number) => window.calls.filter(({ at }) => at >= from).length;

  window.show();
  // A part is a report too: the canvas shows it.
  const showsSomething = () => Object.keys(window.store.message(KEY).nodes).length > 0;
  while (!showsSomething()) await clock.pass(SECOND / 4);
  const begun = (clock.now() - began) / SECOND;
  await window.completed();
  const opened = (clock.now() - began) / SECOND;

  const quietFrom = Math.max(5, Math.ceil(opened / 60) + 3);
  await skipTo(quietFrom);
  const messages = window.posted.length;
  await skipTo(quietFrom + 10);
  const quiet = {
    from: quietFrom * MINUTE,
    to: (quietFrom + 10) * MINUTE,
    messages: window.posted.length - messages,
  };

  const deploying: number[] = [];
  const posted = window.posted.length;
  // Deployed from this window: one service, and then five at once.
  for (const [index, some] of [names.slice(0, 1), names].entries()) {
    const from = clock.now();
    const nodes = Object.fromEntries(some.map((name) => [name, { state: 'running', text: '' } as const]));
    window.store.set(KEY, { run: { kind: 'deploy', done: 0, total: some.length, seconds: 0, nodes } });
    for (const name of some) await redeploy(clock, others, cluster, name);
    await until(quietFrom + 10 + (index + 1) * 4);
    window.store.set(KEY, { run: undefined });
    deploying.push(...truth.staleness(from, clock.now()));
    await until(quietFrom + 10 + (index + 1) * 5);
  }
  const changes = window.posted.slice(posted);

  // Somebody else deploys, and a task dies.
  const elsewhere = clock.now();
  await redeploy(clock, others, cluster, 's1');
  await until(quietFrom + 24);
  await stopTask(clock, others, cluster, 's1');
  await until(quietFrom + 28);
  const visible = truth.staleness(elsewhere, clock.now());
  const wrong = truth.wrong();

  window.setFocus(false);
  await skipTo(quietFrom + 34);
  const unfocusedFrom = clock.now();
  await redeploy(clock, others, cluster, 's1');
  await skipTo(quietFrom + 38);
  const unfocused = countCalls(unfocusedFrom);
  window.setFocus(true);
  await skipTo(quietFrom + 40);

  window.hide();
  await clock.pass(SECOND);
  const hiddenFrom = clock.now();
  await skipTo(60);
  const hidden = countCalls(hiddenFrom);
  window.store.dispose();

  return {
    begun,
    opened,
    calls: window.calls.map((call) => ({ ...call, at: call.at - began })),
    quiet,
    hidden,
    unfocused,
    deploying,
    visible,
    bytes: window.posted.reduce((sum, { bytes }) => sum + bytes, 0),
    bytesPerChange: bytesPerChange(changes),
    wrong: [...wrong, ...window.errors],
  };
}

async function redeploy(
  clock: Deployed['clock'],
  { account: { clients, send } }: Session,
  cluster: string,
  service: string,
): Promise<void> {
  const command = new UpdateServiceCommand({ cluster, service, forceNewDeployment: true });
  await clock.drive(send(clients.ecs, command));
}

async function stopTask(
  clock: Deployed['clock'],
  { account: { clients, send } }: Session,
  cluster: string,
  serviceName: string,
): Promise<void> {
  const { taskArns = [] } = await clock.drive(
    send(clients.ecs, new ListTasksCommand({ cluster, serviceName })),
  );
  await clock.drive(send(clients.ecs, new StopTaskCommand({ cluster, task: taskArns[0] })));
}

/** Of the messages that tell how nodes and wires are; the progress of a run is the run's own. */
function bytesPerChange(posted: Window['posted']): number {
  let [sum, changes] = [0, 0];
  for (const { bytes, message } of posted) {
    if (message.type !== 'statusChange' || 'run' in message.patch) continue;
    const { nodes = {}, edges = {} } = message.patch;
    changes += Object.keys(nodes as object).length + Object.keys(edges as object).length;
    sum += bytes;
  }
  return sum / Math.max(1, changes);
}
