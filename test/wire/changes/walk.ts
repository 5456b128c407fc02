import { CreateSecurityGroupCommand } from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { createCloud } from '../../../src/aws/cloud';
import type { Plan } from '../../../src/engine/plan';
import { planDeploy, planDestroy, runPlan, type RunSummary } from '../../../src/live/deploy';
import { prepare, type Prepared } from '../../../src/live/prepare';
import type { Session } from '../../../src/live/session';
import type { JsonObject } from '../../../src/model/json';
import { registry } from '../../fakes/topologies';
import { accountOn, makeNetwork, REGION, type WireAccount } from '../stage';
import { asked } from './asked';
import { inOrder, type Described } from './described';
import { held } from './held';
import type { Edit, Surroundings } from './rows';
import { registerTasks } from './tasks';

/** A deployed file that is changed again and again; after each change the account holds what the file says. */
export interface Walk {
  /** Changes the file, deploys it, looks, and plans again to nothing. Returns the plan, and the session's cloud. */
  take(edit: Edit): Promise<{ readonly plan: Plan; readonly session: Session }>;
  /** Destroys it all but what was there before. */
  end(): Promise<void>;
}

interface Place {
  readonly account: WireAccount;
  readonly session: Session;
  readonly around: Surroundings;
  /** What was there before us. */
  readonly before: readonly Described[];
  readonly document: JsonObject;
}

/** A step that fails leaves its account as it is: the next one begins in another, with the file as it was by then. */
export function createWalk(url: string, begin: (around: Surroundings) => JsonObject): Walk {
  const taken: Edit[] = [];
  let here: Place | undefined;

  /** A fresh account with the file as it is after the steps so far. */
  async function arrive(): Promise<Place> {
    const account = accountOn(url);
    const identity = await account.identity();
    const session = { account, identity, cloud: createCloud(account), region: REGION };
    const around = await surroundings(account);
    const document = taken.reduce((changed, edit) => edit(changed, around), begin(around));
    const place = { account, session, around, before: await held(account), document };
    await deploy(place);
    return place;
  }

  return {
    async take(edit) {
      const from = here ?? (await arrive());
      here = undefined;
      taken.push(edit);
      const place = { ...from, document: edit(from.document, from.around) };
      const plan = await deploy(place);
      here = place;
      return { plan, session: place.session };
    },
    async end() {
      const { session, account, before, document } = here ?? (await arrive());
      const { stack } = preparedFor(document);
      expect(await carryOut(await planDestroy(stack, session, { logs: true }), session)).toMatchObject({
        failures: [],
      });
      expect(await held(account)).toEqual(before);
      expect((await planDestroy(stack, session, { logs: true })).changes).toEqual([]);
    },
  };
}

async function deploy({ document, session, account, before }: Place): Promise<Plan> {
  const file = preparedFor(document);
  const plan = await planDeploy(file, session);
  expect(await carryOut(plan, session)).toMatchObject({ failures: [], result: 'accepted' });
  expect(await held(account)).toEqual(inOrder([...before, ...asked(file)]));
  expect((await planDeploy(file, session)).changes).toEqual([]);
  return plan;
}

async function carryOut(plan: Plan, session: Session): Promise<RunSummary> {
  const run = runPlan(plan, session, { noWait: true });
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
    if (step.value.state === 'waiting') await registerTasks(session.account);
  }
}

function preparedFor(document: JsonObject): Prepared {
  const preparation = prepare(document, registry, { region: REGION });
  if (!preparation.ok) throw new Error(preparation.problems.map(({ message }) => message).join('\n'));
  return preparation.value;
}

async function surroundings(account: WireAccount): Promise<Surroundings> {
  const network = await makeNetwork(account, ['a', 'b', 'c']);
  const { GroupId = '' } = await account.send(
    account.clients.ec2,
    new CreateSecurityGroupCommand({ GroupName: 'theirs', Description: 'theirs', VpcId: network.vpcId }),
  );
  return { network, otherNetwork: await makeNetwork(account), group: GroupId };
}
