import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/model/json';
import { dumpOf } from '../../src/sandbox/dump/dump';
import { thingsOf } from '../../src/sandbox/dump/things';
import { everyCrash } from './crashAt';
import { changed, template } from './documents';
import { extentOf } from './extent';
import { violations, wholeDump } from './invariants';
import { destroy, pending } from './operations';
import { died, finished, undisturbed, workOf } from './prefix';
import { inProcess, REGION } from './process';
import { sampleOf } from './sample';
import { emptyAccount } from './snapshot';

const chain = template('two-services');

/** What is done with the chain once it stands, each from there. */
const CHANGES: Readonly<Record<string, JsonValue | undefined>> = {
  update: changed(chain, 'another image', 'a variable', 'three tasks'),
  'replace the target group': changed(chain, 'another port'),
  'replace the VPC link': changed(chain, 'one subnet'),
  'replace the cluster': changed(chain, 'another cluster'),
  'replace the namespace': changed(chain, 'another namespace'),
  'remove a node': changed(chain, 'no order service'),
  destroy: undefined,
};

const SUCCEEDED = { how: 'done', value: { result: 'succeeded', failures: [] } };

const sample = sampleOf(process.env, extentOf(process.env).crashStride);

describe(`a run that dies over one of its calls (${sample.name})`, async () => {
  const empty = emptyAccount(Date.UTC(2026, 0, 1));
  const nothing = dumpOf(thingsOf(empty.world, REGION));
  const create = await undisturbed('create', chain, empty);
  const later = await Promise.all(
    Object.entries(CHANGES).map(([what, document]) => undisturbed(what, document, create.end)),
  );
  const runs = [create, ...later];
  const deaths = sample
    .of(runs.flatMap((run) => everyCrash(run.calls).map((crash) => ({ run, crash }))))
    .map((death) => ({ ...death, ...death.crash, what: death.run.what }));

  it.each(runs)('would have succeeded: $what', ({ ending }) => {
    expect(ending).toMatchObject(SUCCEEDED);
  });

  it.each(deaths)('is completed by the same run: $what, $call, $fault', async ({ run, crash }) => {
    const machine = await died(run, crash);
    expect(await finished(machine, 'again', workOf(run.document))).toMatchObject(SUCCEEDED);
    const things = machine.sandbox.things(REGION);
    expect(wholeDump(things)).toBe(run.dump);
    if (run === create) expect(dumpOf(things)).toBe(dumpOf(thingsOf(create.end.world, REGION)));
    const { document } = run;
    if (document === undefined) return;
    expect(violations(things, document)).toEqual([]);
    const plan = await inProcess(machine, 'plan', (session) => pending(document, session));
    expect(plan).toEqual({ how: 'done', value: [] });
  });

  it.each(deaths)('is taken back by destroy: $what, $call, $fault', async ({ run, crash }) => {
    const machine = await died(run, crash);
    expect(await finished(machine, 'destroy', destroy)).toMatchObject(SUCCEEDED);
    expect(dumpOf(machine.sandbox.things(REGION))).toBe(nothing);
  });

  it.each(deaths.filter(({ what }) => what === 'destroy'))(
    'is taken back by a deploy: $what, $call, $fault',
    async ({ run, crash }) => {
      const machine = await died(run, crash);
      expect(await finished(machine, 'deploy', workOf(chain))).toMatchObject(SUCCEEDED);
      expect(wholeDump(machine.sandbox.things(REGION))).toBe(create.dump);
    },
  );
});
