import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/model/json';
import { seededRandom } from '../../src/sandbox/faults/random';
import { createSandbox } from '../../src/sandbox/sandbox';
import { createVirtualClock } from '../fakes/virtualClock';
import { changed, template } from './documents';
import { deploy } from './operations';
import { startProcess, type Machine } from './process';

/** What somebody changes in a service that people are using, one after the other, each on top of the last. */
const CHANGES = [
  'another image',
  'a check by HTTP',
  'a variable',
  'three tasks',
  'one task',
  'a further route',
  'tighter throttles',
  'access logs',
  'no cross-zone',
  'a third image',
  'another port',
] as const;

const EVERY_MS = 1000;

describe.each([1, 2, 3])('a running service (seed %i)', (seed) => {
  it('answers a call a second while it is changed', async () => {
    const clock = createVirtualClock();
    const sandbox = await createSandbox({ timeScale: 1, clock, random: seededRandom(seed) });
    const machine: Machine = { sandbox, clock, seed };
    let document: JsonValue = template('original');
    let invokeUrl: string | undefined;
    const run = async (name: string) => {
      const ended = await startProcess(machine, name, (session) => deploy(document, session));
      expect(ended).toMatchObject({ how: 'done', value: { result: 'succeeded', failures: [] } });
      if (ended.how === 'done') invokeUrl = ended.value.outputs.invokeUrl;
    };

    await clock.drive(run('first'));
    const url = new URL(`${invokeUrl}/users`);
    const outages: string[] = [];
    let calls = 0;
    for (const change of CHANGES) {
      document = changed(document, change);
      let running = true;
      const client = async () => {
        while (running) {
          const { status, body } = await sandbox.request(url.hostname.split('.')[0] ?? '', {
            method: 'GET',
            path: url.pathname,
            query: '',
            headers: {},
            body: new Uint8Array(),
          });
          calls += 1;
          const at = new Date(clock.now()).toISOString().slice(11, 19);
          if (status >= 400) outages.push(`${change}, ${at}: ${status} ${String(body)}`);
          await clock.sleep(EVERY_MS);
        }
      };
      const deployed = run(change).finally(() => (running = false));
      await clock.drive(Promise.all([deployed, client()]));
    }
    expect(outages).toEqual([]);
    // A rollout alone takes longer than a minute.
    expect(calls).toBeGreaterThan(300);
    await sandbox.close();
  });
});
