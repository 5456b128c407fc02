/** MiB that Fargate allows with each number of CPU units: first, last, step. Source: ECS developer guide, task size. */
const FARGATE_MEMORY = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
  16_384: [32_768, 122_880, 8192],
} as const satisfies Record<number, readonly [number, number, number]>;

/** Whether Fargate runs a task of this size; 256 CPU units skip 1536 MiB. */
export function isFargateSize(cpu: number, memory: number): boolean {
  return fargateMemories(cpu).includes(memory);
}

/** MiB to choose from for a number of CPU units, ascending; empty for a number that Fargate does not know. */
export function fargateMemories(cpu: number): number[] {
  if (!Object.hasOwn(FARGATE_MEMORY, cpu)) return [];
  // Own key, checked above.
  const [first, last, step] = FARGATE_MEMORY[cpu as keyof typeof FARGATE_MEMORY];
  const all = Array.from({ length: (last - first) / step + 1 }, (_, index) => first + index * step);
  return cpu === 256 ? all.filter((memory) => memory !== 1536) : all;
}
