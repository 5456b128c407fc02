// `npm run demo`: a real VS Code with the packaged extension, a ready-made chain and a simulated AWS account.
import { resolve } from 'node:path';
import { openInBrowser } from './demo/browser';
import { readOptions, usage, type DemoOptions } from './demo/options';
import { takePicture } from './demo/picture';
import { openStage, type Stage } from './demo/stage';
import { takeTour } from './demo/tour';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return;
  }
  const ended = interrupted();
  // Heard below; until then it must not end the process with things half started.
  ended.catch(() => undefined);
  const report = (line: string) => console.log(line);
  await using stage = await openStage(options.screenshot === undefined ? 'original' : 'two-services', report);
  await Promise.race([ended, play(stage, options, report)]);
}

function play(stage: Stage, options: DemoOptions, report: (line: string) => void): Promise<void> {
  if (options.screenshot !== undefined) return takePicture(stage, resolve(options.screenshot), report);
  if (options.smoke) return takeTour(stage, options.shots && resolve(options.shots), report);
  const url = stage.server.url();
  report(`\nECS Topology is at\n\n  ${url}\n\nPress Ctrl+C to end it; nothing is left behind.`);
  openInBrowser(url);
  return new Promise(() => undefined);
}

/** Rejects when somebody ends the demo, so that what was started is disposed of first. */
function interrupted(): Promise<never> {
  return new Promise((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => reject(new Interrupted()));
    }
  });
}

class Interrupted extends Error {}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (!(error instanceof Interrupted))
      console.error(error instanceof Error ? error.message : String(error));
    // At once: a browser of the tour may still be open, and ends with us.
    process.exit(error instanceof Interrupted ? 130 : 1);
  },
);
