import type { Ask } from '../aws/renewal';
import { converge } from '../engine/converge';
import { NotUsable } from '../engine/existing';
import { makePlan, type Plan } from '../engine/plan';
import type { ChangeEvent, Failure, Unfinished } from '../engine/progress';
import type { Found } from '../engine/provider';
import { withRemedies } from './failures';
import { housekeepingOf, keepHouse, type Chore } from './housekeeping';
import { preflight } from './preflight';
import type { PreflightFinding } from './preflight/finding';
import { PreflightError } from './preflightError';
import type { Prepared } from './prepare';
import { checkedRequests, sendRequest, type RequestResult } from './requests';
import { signerOf } from './requests/sign';
import type { Session } from './session';

/** How a deploy or destroy ended, and what it left. */
export interface RunSummary {
  readonly result: 'succeeded' | 'accepted' | 'failed' | 'cancelled';
  readonly failures: readonly Failure[];
  /** Resource ids of changes that were seen through. */
  readonly done: readonly string[];
  /** After a cancel: changes that were asked for and that nobody waits for any more. */
  readonly underWay: readonly Unfinished[];
  /** Resource ids of changes that were not begun. */
  readonly notStarted: readonly string[];
  readonly outputs: Outputs;
  /** Second ones that another run may still be working on; a later run deletes them. */
  readonly left: readonly Found[];
  /** How many earlier revisions were put away; their calls are not among `calls`. */
  readonly putAway?: number;
  /** Attempts by `<client>.<command>`. */
  readonly calls: Readonly<Record<string, number>>;
}

export interface Outputs {
  /** Where the only, or first, API is called: with its stage, without a slash at the end. */
  readonly invokeUrl?: string;
  /** The same for every API, by node. */
  readonly apis: Readonly<Record<string, string>>;
}

/** A plan to make the account equal a file, with what a look at the account found to be said. */
export interface DeployPlan extends Plan {
  readonly warnings: readonly PreflightFinding[];
  /** What is put away after a green deploy. */
  readonly housekeeping: readonly Chore[];
}

/** What would change in the account to make it equal the file. Throws a PreflightError where the account is not fit. */
export async function planDeploy(
  prepared: Prepared,
  session: Session,
  signal?: AbortSignal,
): Promise<DeployPlan> {
  const { stack, resources, tags, formerly } = prepared;
  const options = { stack, resources, tags, formerly, cloud: session.cloud, ...(signal && { signal }) };
  const plan = await makePlan(options).catch((error: unknown) => {
    if (!(error instanceof NotUsable)) throw error;
    throw new PreflightError(
      error.faults.map((fault) => ({ severity: 'error', code: 'not-usable', ...fault })),
    );
  });
  const [warnings, housekeeping] = await Promise.all([
    preflight({ prepared, session, plan, signal }),
    housekeepingOf(plan, session.cloud, signal),
  ]);
  return { ...plan, warnings, housekeeping };
}

/** What would be deleted with a stack. Log groups stay unless they are asked for; a later deploy adopts them. */
export function planDestroy(
  stack: string,
  session: Session,
  options: { logs: boolean; signal?: AbortSignal },
): Promise<Plan> {
  const { logs, signal } = options;
  return makePlan({
    stack,
    resources: [],
    cloud: session.cloud,
    keep: ({ type }) => type === 'AWS::Logs::LogGroup' && !logs,
    ...(signal && { signal }),
  });
}

export interface RunOptions {
  /** Skips only waits on which nothing depends. */
  readonly noWait?: boolean;
  /** Asked when the session expires on the way: signed in again, or given up. Without it calls fail. */
  readonly onExpired?: Ask;
  readonly signal?: AbortSignal;
}

/** Applies a plan. Yields progress and returns how it ended. */
export async function* runPlan(
  plan: Plan,
  session: Session,
  options: RunOptions = {},
): AsyncGenerator<ChangeEvent, RunSummary> {
  const { onExpired, ...applyOptions } = options;
  const before = { ...session.account.counters };
  const stopAsking = onExpired && session.account.askWhenExpired(onExpired);
  try {
    const { attributes, ...ended } = yield* converge(plan, { cloud: session.cloud, ...applyOptions });
    return {
      ...ended,
      failures: withRemedies(ended.failures, plan),
      outputs: outputsOf(attributes),
      calls: Object.fromEntries(
        Object.entries(session.account.counters)
          .map(([call, count]): [string, number] => [call, count - (before[call] ?? 0)])
          .filter(([, count]) => count > 0),
      ),
    };
  } finally {
    stopAsking?.();
  }
}

/** A saved request that was sent to prove the deploy. */
export interface RequestEvent {
  readonly event: 'request';
  readonly name: string;
  readonly ok: boolean;
  /** `200 in 41 ms`, or why it failed. */
  readonly detail: string;
}
export type RunEvent = ChangeEvent | RequestEvent;

export interface DeployOptions extends RunOptions {
  /** Values of `${secret:NAME}` in headers of saved requests. */
  readonly secret: (name: string) => string | undefined | Promise<string | undefined>;
}

/** Applies a plan and, when all is ready, sends the saved requests that check it: green only when they are answered. */
export async function* runDeploy(
  plan: Plan & Partial<Pick<DeployPlan, 'housekeeping'>>,
  prepared: Prepared,
  session: Session,
  options: DeployOptions,
): AsyncGenerator<RunEvent, RunSummary> {
  const { secret, ...runOptions } = options;
  const summary = yield* runPlan(plan, session, runOptions);
  if (summary.result !== 'succeeded') return summary;
  const failures: Failure[] = [];
  for (const { api, request } of checkedRequests(prepared.topology)) {
    const invokeUrl = summary.outputs.apis[api];
    if (invokeUrl === undefined) continue;
    const answer = await unlessCancelled(
      untilAnswered(() =>
        sendRequest({
          invokeUrl,
          request,
          secret,
          sign: signerOf(session, prepared, { api, method: request.method, path: request.path }),
          now: () => session.account.clock.now(),
          ...(options.signal && { signal: options.signal }),
        }),
      ),
    );
    if (!answer) return { ...summary, result: 'cancelled', failures };
    const detail = answer.ok
      ? `${answer.status} in ${Math.round(answer.latencyMs)} ms`
      : (answer.reason ?? `status ${answer.status}`);
    yield { event: 'request', name: request.name, ok: answer.ok, detail };
    if (!answer.ok) failures.push({ id: `request ${request.name}`, reason: detail, error: undefined });
  }
  if (failures.length > 0) return { ...summary, result: 'failed', failures };
  const putAway = await keepHouse(plan.housekeeping ?? [], session.cloud);
  return putAway === 0 ? summary : { ...summary, putAway };

  /** Whoever cancels still learns where it stands. */
  async function unlessCancelled<T>(promise: Promise<T>): Promise<T | undefined> {
    try {
      return await promise;
    } catch (error) {
      if (options.signal?.aborted) return undefined;
      throw error;
    }
  }

  /** A fresh stage takes a few seconds to be known at every edge of the gateway. */
  async function untilAnswered(send: () => Promise<RequestResult>): Promise<RequestResult> {
    const { clock, pace } = session.account;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await send();
      if (answer.ok || attempt === 5) return answer;
      await clock.sleep(3_000 * pace, options.signal);
    }
  }
}

/** Invoke URLs among the attributes of what exists: stages have them. */
export function outputsOf(attributes: ReadonlyMap<string, Readonly<Record<string, string>>>): Outputs {
  const apis = Object.fromEntries(
    [...attributes].flatMap(([id, { invokeUrl }]) =>
      invokeUrl === undefined ? [] : [[id.split('/')[0] ?? id, invokeUrl]],
    ),
  );
  const [first] = Object.values(apis);
  return { ...(first === undefined ? {} : { invokeUrl: first }), apis };
}
