import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What is alive in this process, typed arrays included. Bytes. */
export function createHeapMeter(): () => number {
  setFlagsFromString('--expose-gc');
  // The flag gives the collector to contexts that are made after it.
  const collect = runInNewContext('gc') as () => void;
  return () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
}
