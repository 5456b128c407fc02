import type { ApplyOptions } from './apply';
import { makePlan, type Plan, type PlanOptions } from './plan';
import type { Birth } from './twins';

/** The look before a run reports, taken while it still waits for readiness, so that it takes no time of its own. */
export interface Glance {
  readonly onCarriedOut: NonNullable<ApplyOptions['onCarriedOut']>;
  /** What it shows, once the run is over; undefined where the look failed, or nobody wants to know. */
  seen(isWanted: boolean): Promise<Plan | undefined>;
}

/**
 * A glance looks when the run has carried out everything, at some types earlier or later (`Provider.lookedAt`). Where it
 * shows nothing to do it is enough: whoever makes something after it sees what this run has made.
 */
export function createGlance(plan: Plan, options: ApplyOptions): Glance {
  const { cloud } = options;
  // Not the signal of the run: a cancel when all is done comes too late.
  const stop = new AbortController();
  const begun = new Set<string>();
  let left: ReadonlySet<string> = begun;
  let isOver = false;
  let stepped = createGate();
  let looking: Promise<Plan | undefined> | undefined;

  function mayLook(type: string): boolean {
    const { lookedAt } = cloud.provider(type);
    if (lookedAt === 'early' && begun.has(type)) return !left.has(type);
    return left.size === 0 && (isOver || lookedAt !== 'late');
  }

  async function until(type: string): Promise<void> {
    while (!mayLook(type)) {
      if (isOver) throw new Error('The run did not carry out everything.');
      await stepped.opened;
    }
  }

  function wake(): void {
    const { open } = stepped;
    stepped = createGate();
    open();
  }

  return {
    onCarriedOut(types, made) {
      // A destroy has its own proof.
      if (plan.decisions.length === 0) return;
      left = types;
      types.forEach((type) => begun.add(type));
      looking ??= lookAgain(plan, { cloud, signal: stop.signal }, made, until).catch(() => undefined);
      wake();
    },
    async seen(isWanted) {
      isOver = true;
      if (!isWanted) stop.abort();
      wake();
      return isWanted ? looking : undefined;
    },
  };
}

/** Plans again for the same file, with what the run has made itself. */
export function lookAgain(
  { stack, tags, decisions }: Plan,
  { cloud, signal }: ApplyOptions,
  made: ReadonlySet<Birth>,
  until?: PlanOptions['until'],
): Promise<Plan> {
  const resources = decisions.map(({ resource }) => resource);
  return makePlan({
    stack,
    tags,
    resources,
    cloud,
    made,
    ...(until && { until }),
    ...(signal && { signal }),
  });
}

function createGate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
