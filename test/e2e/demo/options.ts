import { parseArgs } from 'node:util';

/** What the demo was asked for. */
export interface DemoOptions {
  /** Does the tour by itself instead of waiting for a person. */
  readonly smoke: boolean;
  /** Folder for the screenshots of the tour. */
  readonly shots: string | undefined;
  /** A picture of two deployed services goes into this file. */
  readonly screenshot: string | undefined;
  readonly help: boolean;
}

export const usage = `npm run demo                                a VS Code with the extension, a ready-made chain and the sandbox
npm run demo -- --smoke [--shots DIR]       does the tour by itself, with a screenshot of each step
npm run demo -- --screenshot FILE           writes the picture of the README`;

/** Reads the command line; throws a sentence on what it does not know. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      smoke: { type: 'boolean', default: false },
      shots: { type: 'string' },
      screenshot: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { smoke, shots, screenshot, help } = values;
  if (shots !== undefined && !smoke) throw new Error('--shots goes with --smoke.');
  if (screenshot !== undefined && smoke) throw new Error('--screenshot and --smoke are two runs.');
  return { smoke, shots, screenshot, help };
}
