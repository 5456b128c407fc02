import { describe, expect, it } from 'vitest';
import { fargateMemories, isFargateSize } from '../../../../src/kinds/ecsService/size';

describe('a Fargate size', () => {
  it.each([
    [256, [512, 1024, 2048]],
    [512, [1024, 2048, 3072, 4096]],
  ])('of %i CPU units has the memory that AWS lists', (cpu, memories) => {
    expect(fargateMemories(cpu)).toEqual(memories);
  });

  it.each([
    [1024, 2048, 8192, 7],
    [2048, 4096, 16_384, 13],
    [4096, 8192, 30_720, 23],
    [8192, 16_384, 61_440, 12],
    [16_384, 32_768, 122_880, 12],
  ])('of %i CPU units goes from %i to %i MiB', (cpu, first, last, count) => {
    const memories = fargateMemories(cpu);
    expect([memories[0], memories.at(-1), memories.length]).toEqual([first, last, count]);
  });

  it('is none for other numbers', () => {
    expect(isFargateSize(256, 1536)).toBe(false);
    expect(isFargateSize(300, 512)).toBe(false);
    expect(isFargateSize(1024, 2048)).toBe(true);
  });
});
