import { describe, expect, it } from 'vitest';
import { apply } from '../../../src/engine/apply';
import type { CarryOut } from '../../../src/engine/carryOut';
import { changeJobs, type ChangeJob } from '../../../src/engine/changeJobs';
import { makePlan } from '../../../src/engine/plan';
import { ref, type Resource } from '../../../src/engine/resource';
import { createFakeCloud, type FakeCloud, type FakeType } from '../../fakes/fakeCloud';

const TYPES: FakeType[] = [
  { type: 'group' },
  { type: 'link', readyAfter: 1_000, immutable: ['subnets'] },
  { type: 'targets', replacement: 'sideBySide', immutable: ['port'] },
  { type: 'listener', replacement: 'deleteFirst', immutable: ['port'], holds: 'targets', switches: true },
  { type: 'registry', replacement: 'deleteFirst', immutable: ['record'] },
  { type: 'service', readyAfter: 1_000, holds: 'targets', letsGo: 'registries' },
  { type: 'integration', finishes: true, immutable: ['path'] },
];

const of = (id: string, props: object = {}): Resource => ({ id, type: id.replace(/^.*\//, ''), props });

const group = of('a/group');
const link = of('a/link', { subnets: 'x', groups: [ref('a/group', 'id')] });
const integration = of('a/integration', {
  link: ref('a/link', 'id', { ready: true }),
  group: ref('a/group', 'id'),
});

/** What the jobs would do is not asked here, only when. */
const CARRY_OUT = {} as CarryOut;

async function deploy(cloud: FakeCloud, resources: readonly Resource[]): Promise<void> {
  const steps = apply(await makePlan({ stack: 's', resources, cloud }), { cloud });
  for (let next = await steps.next(); !next.done; next = await steps.next());
}

/** The jobs that lead an account to a file. */
async function jobsTo(after: readonly Resource[], cloud: FakeCloud, noWait = false): Promise<ChangeJob[]> {
  const plan = await makePlan({ stack: 's', resources: after, cloud });
  return changeJobs(plan, { cloud, noWait, carryOut: CARRY_OUT });
}

/** The jobs that lead from one file to another. */
async function jobsOf(
  before: readonly Resource[],
  after: readonly Resource[],
  { noWait = false } = {},
): Promise<ChangeJob[]> {
  const cloud = createFakeCloud(TYPES);
  await deploy(cloud, before);
  return jobsTo(after, cloud, noWait);
}

/** What each job waits for. */
const needsIn = (jobs: readonly ChangeJob[]) =>
  Object.fromEntries(jobs.map(({ key, needs }) => [key, [...needs].sort()]));

describe('what is made', () => {
  it('waits for what it refers to, and for its readiness where that is asked for', async () => {
    expect(needsIn(await jobsOf([], [group, link, integration]))).toEqual({
      'make a/group': [],
      'make a/link': ['make a/group'],
      'ready a/link': ['make a/link'],
      'make a/integration': ['make a/group', 'make a/link', 'ready a/link'],
      'finish a/integration': ['make a/integration'],
    });
  });

  it('does not wait for what is there, but for its readiness', async () => {
    const [first, second] = [integration, { ...integration, id: 'b/integration' }];
    expect(needsIn(await jobsOf([group, link, first], [group, link, first, second]))).toEqual({
      'ready a/link': [],
      'make b/integration': ['ready a/link'],
      'finish b/integration': ['make b/integration'],
    });
  });

  it('has settings that come later only when it is made, not when it is changed', async () => {
    const before = of('a/integration', { path: '/a', timeout: 1 });
    const keys = async (props: object) =>
      (await jobsOf([before], [of('a/integration', props)])).map(({ key }) => key.replace(/ \S*$/, ''));
    expect(await keys({ path: '/a', timeout: 2 })).toEqual(['make']);
    expect(await keys({ path: '/b', timeout: 1 })).toEqual(['make', 'finish', 'delete integration']);
  });

  it('says of which change each job is a part', async () => {
    const jobs = await jobsOf([group, link, of('old/group')], [group, { ...link, props: { subnets: 'y' } }]);
    expect(jobs.map(({ key, subject: { action, id, type, node } }) => [key, action, id, type, node])).toEqual(
      [
        ['make a/link', 'replace', 'a/link', 'link', 'a'],
        ['ready a/link', 'replace', 'a/link', 'link', 'a'],
        ['delete group group-2', 'delete', 'old/group', 'group', 'old'],
        ['delete link link-3', 'replace', 'a/link', 'link', 'a'],
      ],
    );
    expect((await jobsOf([group, link], [group, link])).map(({ subject }) => subject)).toEqual([
      { id: 'a/link', type: 'link', node: 'a', action: 'wait' },
    ]);
  });
});

describe('a wait', () => {
  const lastWaits = (jobs: readonly ChangeJob[]) =>
    jobs.filter(({ lastWait }) => lastWait).map(({ key }) => key);

  it('is the last of a thing where nothing that changes something waits for it', async () => {
    const alone = { ...link, id: 'b/link' };
    expect(lastWaits(await jobsOf([], [group, link, alone, integration]))).toEqual(['ready b/link']);
  });

  it('is left out where nothing depends on it and nobody wants to wait', async () => {
    const alone = { ...link, id: 'b/link' };
    const jobs = await jobsOf([], [group, link, alone, integration], { noWait: true });
    expect(jobs.map(({ key }) => key)).toEqual([
      'make a/group',
      'make a/link',
      'ready a/link',
      'make b/link',
      'make a/integration',
      'finish a/integration',
    ]);
  });
});

describe('a delete', () => {
  it('waits for the deletes of what points to the thing', async () => {
    expect(needsIn(await jobsOf([group, link, integration], []))).toEqual({
      'delete group group-1': ['delete integration integration-3', 'delete link link-2'],
      'delete link link-2': ['delete integration integration-3'],
      'delete integration integration-3': [],
    });
  });

  it('waits for what lets go of the thing when it is changed, until that is ready', async () => {
    const without = of('a/link', { subnets: 'x', groups: [] });
    expect(needsIn(await jobsOf([group, link], [without]))).toEqual({
      'make a/link': [],
      'ready a/link': ['make a/link'],
      'delete group group-1': ['ready a/link'],
    });
    // Where nobody waits for readiness, the call is enough.
    expect(needsIn(await jobsOf([group, link], [without], { noWait: true }))).toEqual({
      'make a/link': [],
      'delete group group-1': ['make a/link'],
    });
  });

  it('of what is replaced waits for its successor and for all that has to move over', async () => {
    const moved = of('a/link', { subnets: 'y', groups: [ref('a/group', 'id')] });
    expect(needsIn(await jobsOf([group, link, integration], [group, moved, integration]))).toEqual({
      'make a/link': [],
      'ready a/link': ['make a/link'],
      'make a/integration': ['make a/link', 'ready a/link'],
      'delete link link-2': ['make a/integration', 'make a/link', 'ready a/link'],
    });
  });

  it('of what nobody asks for waits for those that share its parent, and for no one else', async () => {
    const under = { group: ref('a/group', 'id') };
    const stranger = of('x/service', { size: 1 });
    const grown = of('x/service', { size: 2 });
    const jobs = await jobsOf(
      [group, of('old/service', under), stranger],
      [group, of('new/service', under), grown],
    );
    expect(needsIn(jobs)).toMatchObject({ 'delete service service-3': ['ready new/service'] });
  });

  it('of a second one waits for all behind the one that counts', async () => {
    const cloud = createFakeCloud(TYPES);
    await deploy(cloud, [group, link]);
    for (const first of cloud.objects.filter(({ type }) => type === 'group'))
      cloud.objects.push({ ...first, physicalId: 'group-9' });
    await cloud.sleep(3_600_000);
    expect(needsIn(await jobsTo([group, link], cloud))).toMatchObject({
      'delete group group-9': ['ready a/link'],
    });
  });

  it('that makes room comes before what takes it, and waits for nothing that needs that', async () => {
    const listener = (port: number) => of('n/listener', { port });
    const behind = of('a/integration', { path: '/', listener: ref('n/listener', 'id') });
    expect(needsIn(await jobsOf([listener(80), behind], [listener(81), behind]))).toEqual({
      'make n/listener': ['delete listener listener-1'],
      'make a/integration': ['make n/listener'],
      'delete listener listener-1': [],
    });
  });

  it('that makes room waits until what can do without the thing has let go of it', async () => {
    const registry = (record: string) => of('m/registry', { record });
    const service = of('s/service', { registries: [ref('m/registry', 'id')] });
    expect(needsIn(await jobsOf([registry('A'), service], [registry('SRV'), service]))).toEqual({
      'make m/registry': ['delete registry registry-1'],
      'release s/service': [],
      'make s/service': ['make m/registry'],
      'ready s/service': ['make s/service'],
      'delete registry registry-1': ['release s/service'],
    });
  });

  it('of what directs traffic waits until who is asked meanwhile has been asked', async () => {
    const registry = (record: string) => of('m/registry', { record });
    const group = of('n/group', {});
    const listener = (port: number) => of('n/listener', { port, targets: ref('n/group', 'id') });
    const service = of('s/service', { registries: [ref('m/registry', 'id'), ref('n/group', 'id')] });
    const stranger = (port: number) => of('x/listener', { port });
    const jobs = await jobsOf(
      [registry('A'), group, listener(80), service, stranger(80)],
      [registry('SRV'), group, listener(81), service, stranger(81)],
    );
    expect(needsIn(jobs)).toMatchObject({
      'release s/service': [],
      'delete listener listener-4': ['release s/service'],
      'delete listener listener-3': [],
    });
  });
});

it('moves traffic over before anybody lets go of what is replaced side by side', async () => {
  const targets = (port: number) => of('n/targets', { port });
  const listener = of('n/listener', { port: 80, targets: ref('n/targets', 'id') });
  const service = of('s/service', { targets: ref('n/targets', 'id'), after: [ref('n/listener', 'id')] });
  const jobs = await jobsOf([targets(1), listener, service], [targets(2), listener, service]);
  expect(needsIn(jobs)).toEqual({
    'make n/targets': [],
    'hold n/listener': ['make n/targets'],
    'hold s/service': ['hold n/listener', 'make n/targets'],
    'held s/service': ['hold s/service'],
    'switch n/listener': ['held s/service', 'hold n/listener', 'make n/targets'],
    'make s/service': ['make n/targets', 'switch n/listener', 'switch n/listener'],
    'ready s/service': ['make s/service'],
    'make n/listener': ['make n/targets', 'ready s/service', 'switch n/listener'],
    'delete targets targets-1': ['make n/listener', 'make n/targets', 'ready s/service'],
  });
});
