import { apply } from '../engine/apply';
import { makePlan, type Plan } from '../engine/plan';
import type { ChangeEvent, Failure } from '../engine/progress';
import type { Prepared } from './prepare';
import type { Session } from './session';

/** How a deploy or destroy ended, and what it left. */
export interface RunSummary {
  readonly result: 'succeeded' | 'accepted' | 'failed' | 'cancelled';
  readonly failures: readonly Failure[];
  /** Resource ids of changes that were not begun. */
  readonly notStarted: readonly string[];
  readonly outputs: Outputs;
  /** Attempts by `<client>.<command>`. */
  readonly calls: Readonly<Record<string, number>>;
}

export interface Outputs {
  /** Where the only, or first, API is called: with its stage, without a slash at the end. */
  readonly invokeUrl?: string;
  /** The same for every API, by node. */
  readonly apis: Readonly<Record<string, string>>;
}

/** What would change in the account to make it equal the file. */
export function planDeploy(prepared: Prepared, session: Session, signal?: AbortSignal): Promise<Plan> {
  const { stack, resources } = prepared;
  return makePlan({ stack, resources, cloud: session.cloud, ...(signal && { signal }) });
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
  readonly signal?: AbortSignal;
}

/** Applies a plan. Yields progress and returns how it ended. */
export async function* runPlan(
  plan: Plan,
  session: Session,
  options: RunOptions = {},
): AsyncGenerator<ChangeEvent, RunSummary> {
  const before = { ...session.account.counters };
  const { result, failures, notStarted, attributes } = yield* apply(plan, {
    cloud: session.cloud,
    ...options,
  });
  return {
    result,
    failures,
    notStarted,
    outputs: outputsOf(attributes),
    calls: Object.fromEntries(
      Object.entries(session.account.counters)
        .map(([call, count]): [string, number] => [call, count - (before[call] ?? 0)])
        .filter(([, count]) => count > 0),
    ),
  };
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
