import type { Clock } from './clock';

/** Asks for one thing; undefined where there is none. */
export type Ask<Answer> = (key: string) => Promise<Answer | undefined>;

/** Milliseconds for which a question waits for others that go along. */
const WINDOW = 50;

/**
 * Puts questions that come together into one call. Looks of one step fall on the same instants, so that fifty services
 * are looked at with five calls. `ask` gets each key once and answers those that exist.
 */
export function createBatch<Answer>(
  { clock, pace }: { readonly clock: Clock; readonly pace: number },
  {
    size,
    ask,
  }: { readonly size: number; ask(keys: readonly string[]): Promise<ReadonlyMap<string, Answer>> },
): Ask<Answer> {
  let open:
    { readonly keys: Set<string>; readonly answers: Promise<ReadonlyMap<string, Answer>> } | undefined;

  function begin() {
    const keys = new Set<string>();
    const batch = {
      keys,
      answers: clock.sleep(WINDOW * pace).then(() => {
        if (open === batch) open = undefined;
        return ask([...keys]);
      }),
    };
    return batch;
  }

  return async (key) => {
    open ??= begin();
    const { keys, answers } = open;
    keys.add(key);
    if (keys.size >= size) open = undefined;
    return (await answers).get(key);
  };
}
