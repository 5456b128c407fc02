/**
 * Do the unit tests of the engine notice when a line of it means something else? `npm run mutation` answers
 * within an hour, which is why it is no part of `npm test`; `npm run mutation -- --mutate src/engine/jobs.ts` asks
 * of one file. What has not changed since the last run is not tried again. No mutant is left out of the score, not even
 * one that only changes the text of a message.
 */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.mts' },
  mutate: ['src/engine/**/*.ts'],
  coverageAnalysis: 'perTest',
  incremental: true,
  incrementalFile: '.cache/stryker/incremental.json',
  tempDirName: '.cache/stryker/sandboxes',
  ignorePatterns: ['.cache', 'artifacts', 'dist', 'media', 'webview'],
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: 'artifacts/mutation.json' },
};
