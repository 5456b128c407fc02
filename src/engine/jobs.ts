/** A piece of work that waits for others. */
export interface Job {
  readonly key: string;
  readonly needs: readonly string[];
  run(): Promise<void>;
}

export type JobEnd =
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly error: unknown }
  /** Something that it needed did not succeed. */
  | { readonly state: 'skipped'; readonly because: string }
  /** Never started, because the run was cancelled. */
  | { readonly state: 'cancelled' };

/**
 * Runs jobs as early as what they need allows, all at once where nothing hinders. A failure skips only what depends on
 * it; after an abort nothing new starts and what is running is awaited.
 */
export async function runJobs(
  jobs: readonly Job[],
  options: {
    signal?: AbortSignal | undefined;
    onStart?: (key: string) => void;
    onEnd?: (key: string, end: JobEnd) => void;
  },
): Promise<Map<string, JobEnd>> {
  const byKey = new Map(jobs.map((job) => [job.key, job]));
  assertNoCircle(byKey);
  const ends = new Map<string, Promise<JobEnd>>();

  const run = async (job: Job): Promise<JobEnd> => {
    const needed = await Promise.all(job.needs.map(async (key) => [key, await end(key)] as const));
    if (options.signal?.aborted) return { state: 'cancelled' };
    // What a cancel has ended is not among what is missing: after an abort nobody gets here.
    const missing = needed.find(([, needEnd]) => needEnd.state !== 'done');
    if (missing) return { state: 'skipped', because: missing[0] };
    options.onStart?.(job.key);
    try {
      await job.run();
      return { state: 'done' };
    } catch (error) {
      return options.signal?.aborted && error === options.signal.reason
        ? { state: 'cancelled' }
        : { state: 'failed', error };
    }
  };
  const end = (key: string): Promise<JobEnd> => {
    const running = ends.get(key);
    if (running) return running;
    const job = byKey.get(key);
    if (!job) throw new Error(`A job needs one that is not there: ${key}`);
    // Noted before it runs, so that a second caller waits for the same run.
    const started = Promise.resolve().then(async () => {
      const outcome = await run(job);
      options.onEnd?.(key, outcome);
      return outcome;
    });
    ends.set(key, started);
    return started;
  };
  const all = await Promise.all(jobs.map(async ({ key }) => [key, await end(key)] as const));
  return new Map(all);
}

/** Whether a job waits for another one, directly or through others. */
export function isBehind(jobs: ReadonlyMap<string, Job>, key: string, other: string): boolean {
  const seen = new Set<string>();
  const visit = (current: string): boolean => {
    if (current === other) return true;
    if (seen.has(current)) return false;
    seen.add(current);
    return (jobs.get(current)?.needs ?? []).some(visit);
  };
  return visit(key);
}

/** Jobs that wait for each other would wait for ever; that is a fault of ours, and said at once. */
function assertNoCircle(jobs: ReadonlyMap<string, Job>): void {
  const done = new Set<string>();
  const visit = (key: string, path: readonly string[]): void => {
    if (done.has(key)) return;
    if (path.includes(key))
      throw new Error(`Jobs wait for each other: ${[...path.slice(path.indexOf(key)), key].join(' ← ')}`);
    for (const need of jobs.get(key)?.needs ?? []) visit(need, [...path, key]);
    done.add(key);
  };
  for (const key of jobs.keys()) visit(key, []);
}
