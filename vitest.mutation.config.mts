import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';

/** The first failure ends a run, and what is asked of one part by itself fails soonest. */
class ShortestFirst extends BaseSequencer {
  override async sort(...given: Parameters<BaseSequencer['sort']>): ReturnType<BaseSequencer['sort']> {
    const longestFirst = await super.sort(...given);
    return longestFirst.reverse();
  }
}

/**
 * What is asked whether it notices a mutant: the engine's own tests, since those of other rings take too long. They
 * share nothing that one could leave to another, and without a new world for each file a run is far faster.
 */
export default defineConfig({
  test: {
    include: ['test/unit/engine/**/*.test.ts'],
    isolate: false,
    sequence: { sequencer: ShortestFirst },
  },
});
