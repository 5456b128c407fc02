import { waitFor, DONE, notYet } from '../aws/wait';
import { failedError } from '../aws/errors';
import { survey, type Plan } from '../engine/plan';
import type { ChangeEvent, Failure } from '../engine/progress';
import type { Found } from '../engine/provider';
import { nodeOf } from '../engine/resource';
import { ecsThing } from './ecsThing';
import type { Prepared } from './prepare';
import { redeployService } from './serviceActions';
import type { Session } from './session';

const TYPE = 'AWS::ECS::Service';

/** Ids that are none of a topology's services. */
export function notServices({ topology }: Pick<Prepared, 'topology'>, ids: readonly string[]): string[] {
  return ids.filter((id) => topology.nodes.get(id)?.kind?.kind !== 'ecsService');
}

export interface RedeployOptions {
  readonly noWait?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Replaces the tasks of services by new ones of the revision that runs, which pull a moving tag again, and waits until
 * those are healthy. What a deploy has just given new tasks is left as it is. Yields progress, returns what failed.
 */
export async function* redeploy(
  nodes: readonly string[],
  { stack, changes }: Pick<Plan, 'stack' | 'changes'>,
  session: Session,
  { noWait = false, signal }: RedeployOptions = {},
): AsyncGenerator<ChangeEvent, Failure[]> {
  const isNew = (id: string) =>
    changes.some(
      (change) =>
        change.id === id &&
        (change.action !== 'update' || change.properties.some(({ path }) => /^taskDefinition\b/.test(path))),
    );
  const found = (await survey({ cloud: session.cloud, stack, ...(signal && { signal }) })).filter(
    ({ id, type }) => type === TYPE && nodes.includes(nodeOf(id)) && !isNew(id),
  );
  const failures: Failure[] = [];
  const begun: Found[] = [];
  for (const one of found) {
    yield eventOf(one, 'started');
    try {
      const service = ecsThing(one.physicalId, 'service');
      if (!service) throw new Error(`Not the ARN of a service: ${one.physicalId}`);
      await redeployService(session, service);
      begun.push(one);
    } catch (error) {
      yield* failed(one, error);
    }
  }
  if (noWait) return failures;
  // They start side by side, so that the second one is ready while the first is waited for.
  for (const one of begun) {
    try {
      await untilReady(one, session, signal);
      yield eventOf(one, 'done');
    } catch (error) {
      if (signal?.aborted) throw error;
      yield* failed(one, error);
    }
  }
  return failures;

  function* failed(one: Found, error: unknown): Generator<ChangeEvent> {
    const reason = error instanceof Error ? error.message : String(error);
    failures.push({ id: one.id, reason, error });
    yield { ...eventOf(one, 'failed'), reason };
  }
}

function eventOf({ id, type }: Found, state: ChangeEvent['state']): ChangeEvent {
  return { event: 'change', id, type, node: nodeOf(id), action: 'update', state };
}

async function untilReady(
  found: Found,
  { account, cloud }: Session,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { physicalId, attributes, props } = found;
  const provider = cloud.provider(TYPE);
  const call = { service: 'ecs', operation: 'DescribeServices' } as const;
  await waitFor(
    account,
    {
      what: `Redeploying ${found.id}`,
      call,
      expected: 60_000,
      giveUp: 30 * 60_000,
      async look() {
        // As read, so nothing in it refers to anything else.
        const health = await provider.health?.({ physicalId, attributes }, props, signal);
        if (health?.state === 'failed')
          throw failedError('The service does not come up', health.reason, call);
        return health?.state === 'pending' ? notYet(health.reason) : DONE;
      },
    },
    signal,
  );
}
