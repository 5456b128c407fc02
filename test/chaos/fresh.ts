import type { JsonValue } from '../../src/model/json';
import { seededRandom } from '../../src/sandbox/faults/random';
import { createSandbox } from '../../src/sandbox/sandbox';
import { createVirtualClock } from '../fakes/virtualClock';
import { ownDump } from './invariants';
import { deploy } from './operations';
import { inProcess, REGION } from './process';

/** The account after nothing but one deploy of the document. */
export async function freshDump(document: JsonValue): Promise<string> {
  const clock = createVirtualClock();
  const sandbox = await createSandbox({ timeScale: 1, clock, random: seededRandom(1) });
  await inProcess({ sandbox, clock, seed: 1 }, 'fresh', (session) => deploy(document, session));
  await clock.pass(60_000);
  return ownDump(sandbox.things(REGION));
}
