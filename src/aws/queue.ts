/** Runs what is done under one key one after the other, and different keys side by side. */
export type Queue = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Makes a queue. A failure is its own caller's; the next one runs all the same. */
export function createQueue(): Queue {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const result = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, result);
    const forget = () => {
      if (last.get(key) === result) last.delete(key);
    };
    result.then(forget, forget);
    return result;
  };
}
