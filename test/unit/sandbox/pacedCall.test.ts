import { ECSClient, ListClustersCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { expect, it } from 'vitest';
import { attachSandbox } from '../../../src/sandbox/middleware';
import { publishedProfile } from '../../../src/sandbox/profile';
import { createSandbox, type SandboxOptions } from '../../../src/sandbox/sandbox';
import { createVirtualClock } from '../../fakes/virtualClock';

const revision = () =>
  new RegisterTaskDefinitionCommand({ family: 'web', containerDefinitions: [{ name: 'web', image: 'web' }] });

async function openAccount(options: SandboxOptions) {
  const clock = createVirtualClock(0);
  const sandbox = await createSandbox({ timeScale: 1, clock, ...options });
  const ecs = new ECSClient({ region: 'eu-west-1' });
  attachSandbox(ecs, sandbox);
  return { clock, ecs };
}

it('answers at once without a profile', async () => {
  const { clock, ecs } = await openAccount({});
  await clock.drive(ecs.send(new ListClustersCommand({})));
  expect(clock.now()).toBe(0);
});

it('lets request and answer travel', async () => {
  const { clock, ecs } = await openAccount({ profile: publishedProfile });
  await clock.drive(ecs.send(new ListClustersCommand({})));
  expect(clock.now()).toBe(200);
});

it('travels faster where time runs faster', async () => {
  const { clock, ecs } = await openAccount({ profile: publishedProfile, timeScale: 10 });
  await clock.drive(ecs.send(new ListClustersCommand({})));
  expect(clock.now()).toBe(20);
});

it('refuses what finds the bucket empty, in the words of the service, until tokens have flown in', async () => {
  const { clock, ecs } = await openAccount({ profile: publishedProfile });
  const sent = await clock.drive(Promise.allSettled(Array.from({ length: 22 }, () => ecs.send(revision()))));
  const refused = sent.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
  expect(refused.map(({ name }) => name)).toEqual(['ThrottlingException', 'ThrottlingException']);
  await clock.pass(1000);
  await expect(clock.drive(ecs.send(revision()))).resolves.toBeDefined();
  await expect(clock.drive(ecs.send(revision()))).rejects.toThrow('Rate exceeded');
});
