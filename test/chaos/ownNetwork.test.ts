import { describe, expect, it } from 'vitest';
import { dumpOf } from '../../src/sandbox/dump/dump';
import { thingsOf } from '../../src/sandbox/dump/things';
import { everyCrash } from './crashAt';
import { edited, field, set, template } from './documents';
import { extentOf } from './extent';
import { wholeDump } from './invariants';
import { destroy, pending } from './operations';
import { died, finished, undisturbed, workOf } from './prefix';
import { inProcess, REGION } from './process';
import { sampleOf } from './sample';
import { emptyAccount } from './snapshot';

const IMAGE = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/users:1';
const withNat = edited(template('own-network'), set('users', ['image'], IMAGE));
const withEndpoints = edited(withNat, field({ document: true }, ['network', 'egress'], 'endpoints'));

const SUCCEEDED = { how: 'done', value: { result: 'succeeded', failures: [] } };

const sample = sampleOf(process.env, extentOf(process.env).crashStride);
/** What this is about: the rest of the chain dies elsewhere. */
const IS_NETWORK =
  /^EC2\.(Create|Delete|Modify|Attach|Detach|Associate|Disassociate|Replace|Allocate|Release)/;

describe(`a network whose run dies over one of its calls (${sample.name})`, async () => {
  const empty = emptyAccount(Date.UTC(2026, 0, 1));
  const nothing = dumpOf(thingsOf(empty.world, REGION));
  const nat = await undisturbed('NAT', withNat, empty);
  const runs = [
    nat,
    await undisturbed('endpoints', withEndpoints, empty),
    await undisturbed('endpoints instead of NAT', withEndpoints, nat.end),
    await undisturbed('destroy', undefined, nat.end),
  ];
  const deaths = sample
    .of(runs.flatMap((run) => everyCrash(run.calls).map((crash) => ({ run, crash }))))
    .map((death) => ({ ...death, ...death.crash, what: death.run.what }))
    .filter(({ call }) => IS_NETWORK.test(call));

  it.each(runs)('would have succeeded: $what', ({ ending }) => {
    expect(ending).toMatchObject(SUCCEEDED);
  });

  it.each(deaths)('is completed by the same run: $what, $call, $fault', async ({ run, crash }) => {
    const machine = await died(run, crash);
    expect(await finished(machine, 'again', workOf(run.document))).toMatchObject(SUCCEEDED);
    expect(wholeDump(machine.sandbox.things(REGION))).toBe(run.dump);
    const { document } = run;
    if (document === undefined) return;
    const plan = await inProcess(machine, 'plan', (session) => pending(document, session));
    expect(plan).toEqual({ how: 'done', value: [] });
  });

  it.each(deaths)('is taken back by destroy: $what, $call, $fault', async ({ run, crash }) => {
    const machine = await died(run, crash);
    expect(await finished(machine, 'destroy', destroy)).toMatchObject(SUCCEEDED);
    expect(dumpOf(machine.sandbox.things(REGION))).toBe(nothing);
  });
});
