import { standInLine } from './urgency';

/** Runs what is done under one key one after the other, the most urgent first, and different keys side by side. */
export type Queue = <T>(key: string, resource: string, work: () => Promise<T>) => Promise<T>;

interface Waiting {
  readonly urgency: number;
  run(): Promise<void>;
}

/** Makes a queue. A failure is its own caller's; the next one runs all the same. */
export function createQueue(urgencyOf: (resource: string) => number = () => 0): Queue {
  /** Who waits, by the keys under which something is done. */
  const lines = new Map<string, Waiting[]>();

  async function serve(key: string, first: Waiting): Promise<void> {
    for (let next: Waiting | undefined = first; next; next = lines.get(key)?.shift()) await next.run();
    lines.delete(key);
  }

  return (key, resource, work) =>
    new Promise((resolve, reject) => {
      const entry: Waiting = {
        urgency: urgencyOf(resource),
        run: () => Promise.resolve().then(work).then(resolve, reject),
      };
      const line = lines.get(key);
      if (line) return standInLine(line, entry);
      lines.set(key, []);
      void serve(key, entry);
    });
}
