import { describe, expect, it } from 'vitest';
import { converge, type Convergence } from '../../../src/engine/converge';
import { markOf } from '../../../src/engine/digest';
import { makePlan } from '../../../src/engine/plan';
import type { ChangeEvent } from '../../../src/engine/progress';
import type { Health } from '../../../src/engine/provider';
import { ref, type Resource } from '../../../src/engine/resource';
import { createFakeCloud, type FakeCloud } from '../../fakes/fakeCloud';

const api: Resource = { id: 'api/api', type: 'api', props: { name: 'a' } };
const stage: Resource = { id: 'api/stage', type: 'stage', props: { apiId: ref('api/api', 'id'), limit: 5 } };
const ALL = [api, stage];

/** What another run would have done, by its mark an hour before. */
function elsewhere(cloud: FakeCloud, resource: Resource, physicalId: string) {
  const { id, type, props } = resource;
  const created = new Date(cloud.now() - 3_600_000).toISOString();
  const marks = { stack: 's', node: 'api', resource: id, created, applied: markOf(resource, {}) };
  cloud.objects.push({ physicalId, type, marks, props: { ...props }, readyAt: 0 });
}

function account() {
  const cloud = createFakeCloud([
    { type: 'api' },
    { type: 'stage', immutable: ['apiId'], replacement: 'deleteFirst' },
  ]);
  let scans = 0;
  const counted: FakeCloud = {
    ...cloud,
    provider: (type) => ({
      ...cloud.provider(type),
      async find(...asked) {
        if (type === 'api') scans += 1;
        return cloud.provider(type).find(...asked);
      },
    }),
  };
  return { cloud, counted, scans: () => scans };
}

async function run(
  cloud: FakeCloud,
  resources: readonly Resource[] = ALL,
  options: { signal?: AbortSignal; noWait?: boolean; meanwhile?: () => void } = {},
): Promise<Convergence & { readonly events: ChangeEvent[] }> {
  const { meanwhile, ...applyOptions } = options;
  const plan = await makePlan({ stack: 's', resources, cloud });
  meanwhile?.();
  const events: ChangeEvent[] = [];
  const steps = converge(plan, { cloud, ...applyOptions });
  for (;;) {
    const step = await steps.next();
    if (step.done) return { ...step.value, events };
    events.push(step.value);
  }
}

/** An account that refuses some looks, counted from the first of a run. */
function unreadable(cloud: FakeCloud, refused: (looks: number) => boolean): FakeCloud {
  let looks = 0;
  return {
    ...cloud,
    provider: (type) => ({
      ...cloud.provider(type),
      async find(...asked) {
        if (type === 'api' && refused((looks += 1))) throw new Error('AccessDenied');
        return cloud.provider(type).find(...asked);
      },
    }),
  };
}

const standing = ({ objects }: FakeCloud) =>
  objects.map(({ physicalId, props }) => ({ physicalId, ...props }));

describe('a run', () => {
  it('looks once more before it says that it succeeded', async () => {
    const { counted, scans } = account();
    expect(await run(counted)).toMatchObject({ result: 'succeeded', left: [] });
    expect(scans()).toBe(2);
  });

  it('does not look again where there was nothing to do', async () => {
    const { counted, scans } = account();
    await run(counted);
    expect((await run(counted)).result).toBe('succeeded');
    expect(scans()).toBe(3);
  });

  it('looks once after a failure, and tries nothing again that failed for a reason of its own', async () => {
    const { cloud, counted, scans } = account();
    cloud.failing.set('create api/stage', new Error('no'));
    expect((await run(counted)).result).toBe('failed');
    expect(scans()).toBe(2);
    expect(cloud.calls.filter((call) => call === 'create api/stage')).toHaveLength(1);
  });

  it('goes on with what another run has put in the place of what it was working with', async () => {
    const { cloud } = account();
    cloud.failing.set('create api/stage', new Error('No such API'));
    cloud.onCall = (call) => {
      if (call !== 'create api/stage' || cloud.objects.some(({ physicalId }) => physicalId === 'theirs'))
        return;
      cloud.objects.splice(0);
      elsewhere(cloud, api, 'theirs');
    };
    expect(await run(cloud)).toMatchObject({ result: 'succeeded', failures: [] });
    expect(standing(cloud)).toMatchObject([{ physicalId: 'theirs' }, { apiId: 'theirs', limit: 5 }]);
  });

  it('takes away its own of two, goes over to the other and answers with what is there then', async () => {
    const { cloud } = account();
    const ended = await run(cloud, ALL, {
      meanwhile: () => elsewhere(cloud, api, 'theirs'),
    });
    expect(ended).toMatchObject({ result: 'succeeded', failures: [], left: [] });
    expect(ended.attributes.get('api/api')).toEqual({ id: 'theirs' });
    expect(standing(cloud)).toMatchObject([{ physicalId: 'theirs' }, { apiId: 'theirs', limit: 5 }]);
  });

  it('names the second one of a run that is younger, and leaves it', async () => {
    const { cloud } = account();
    cloud.onCall = (call) => {
      if (call !== 'create api/stage') return;
      const marks = { stack: 's', node: 'api', resource: 'api/api', applied: markOf(api, {}) };
      const created = new Date(cloud.now() + 1).toISOString();
      cloud.objects.push({
        physicalId: 'theirs',
        type: 'api',
        marks: { ...marks, created },
        props: { name: 'a' },
        readyAt: 0,
      });
    };
    const ended = await run(cloud);
    expect(ended.result).toBe('succeeded');
    expect(ended.left.map(({ physicalId }) => physicalId)).toEqual(['theirs']);
    expect(ended.attributes.get('api/api')).not.toEqual({ id: 'theirs' });
  });

  it('leaves what another file has changed since, and says that it is not as asked', async () => {
    const { cloud } = account();
    await run(cloud);
    cloud.onCall = (call) => {
      if (call !== 'update api/api') return;
      const object = cloud.objects.find(({ type }) => type === 'stage');
      if (object) {
        object.props = { ...object.props, limit: 7 };
        object.marks = { ...object.marks, applied: 'of another file' };
      }
    };
    const ended = await run(cloud, [{ ...api, props: { name: 'b' } }, stage]);
    expect(ended).toMatchObject({ result: 'failed', failures: [{ id: 'api/stage' }] });
    expect(ended.failures[0]?.reason).toMatch(/another run/i);
    expect(standing(cloud)).toMatchObject([{ name: 'b' }, { limit: 7 }]);
  });

  it('puts back what has changed without a run', async () => {
    const { cloud } = account();
    await run(cloud);
    cloud.onCall = (call) => {
      const object = cloud.objects.find(({ type }) => type === 'stage');
      if (call === 'update api/api' && object) object.props = { ...object.props, limit: 7 };
    };
    expect((await run(cloud, [{ ...api, props: { name: 'b' } }, stage])).result).toBe('succeeded');
    expect(standing(cloud)).toMatchObject([{ name: 'b' }, { limit: 5 }]);
  });

  it('does not make again what somebody deletes meanwhile, nor what stands on it', async () => {
    const { cloud } = account();
    cloud.onCall = (call) => {
      if (call === 'create api/stage') cloud.objects.length = 0;
    };
    const ended = await run(cloud);
    expect(ended).toMatchObject({ result: 'failed', failures: [{ id: 'api/api' }] });
    expect(ended.failures[0]?.reason).toMatch(/^It is gone again/);
    expect(standing(cloud).filter(({ physicalId }) => physicalId.startsWith('api'))).toEqual([]);
  });

  it('makes again, on what another run has put in its place, what went with the thing it stood on', async () => {
    const { cloud } = account();
    const overtaken: FakeCloud = {
      ...cloud,
      provider: (type) => ({
        ...cloud.provider(type),
        async create(...asked) {
          const written = await cloud.provider(type).create(...asked);
          if (type === 'stage' && !cloud.objects.some(({ physicalId }) => physicalId === 'theirs')) {
            cloud.objects.splice(0);
            elsewhere(cloud, api, 'theirs');
          }
          return written;
        },
      }),
    };
    expect(await run(overtaken)).toMatchObject({ result: 'succeeded', failures: [] });
    expect(standing(cloud)).toMatchObject([{ physicalId: 'theirs' }, { apiId: 'theirs', limit: 5 }]);
  });

  it('believes no single look', async () => {
    const { cloud, counted } = account();
    let looks = 0;
    const late: FakeCloud = {
      ...counted,
      provider: (type) => ({
        ...counted.provider(type),
        async find(...asked) {
          if (type === 'api') looks += 1;
          const found = await counted.provider(type).find(...asked);
          // The first look after the run does not see what it has made.
          return looks === 2 ? [] : found;
        },
      }),
    };
    expect((await run(late)).result).toBe('succeeded');
    expect(cloud.calls).toEqual(['create api/api', 'create api/stage']);
  });

  it('waits for what another run has put in place of its own', async () => {
    const { cloud } = account();
    const answers: Health[] = [{ state: 'superseded' }, { state: 'pending', reason: 'on its way' }];
    const served: FakeCloud = {
      ...cloud,
      provider: (type) => ({
        ...cloud.provider(type),
        ...(type === 'stage' && { health: async () => answers.shift() ?? { state: 'ready' } }),
      }),
    };
    const ended = await run(served);
    expect(ended.result).toBe('succeeded');
    expect(ended.events.map(({ action, state, reason }) => [action, state, reason])).toContainEqual([
      'wait',
      'waiting',
      'on its way',
    ]);
    expect(answers).toEqual([]);
  });

  it('that is cancelled while it looks says so', async () => {
    const { cloud, counted } = account();
    const abort = new AbortController();
    let looks = 0;
    const stopped: FakeCloud = {
      ...counted,
      provider: (type) => ({
        ...counted.provider(type),
        async find(...asked) {
          if (type === 'api' && ++looks === 2) {
            abort.abort();
            abort.signal.throwIfAborted();
          }
          return counted.provider(type).find(...asked);
        },
      }),
    };
    const ended = await run(stopped, ALL, { signal: abort.signal });
    expect(ended).toMatchObject({ result: 'cancelled', failures: [] });
    expect(cloud.calls).toHaveLength(2);
  });

  it('looks once more also where nobody waits for readiness', async () => {
    const { counted, scans } = account();
    expect((await run(counted, ALL, { noWait: true })).result).toBe('accepted');
    expect(scans()).toBe(2);
  });

  it('goes on where another run has done what this one was refused', async () => {
    const { cloud } = account();
    cloud.failing.set('create api/stage', new Error('AlreadyExists'));
    cloud.onCall = (call) => {
      const made = cloud.objects.find(({ type }) => type === 'api')?.physicalId;
      if (call === 'create api/stage' && made !== undefined)
        elsewhere(
          cloud,
          { ...stage, props: { apiId: made, limit: 5 }, applied: markOf(stage, {}) },
          'theirs',
        );
    };
    const ended = await run(cloud);
    expect(ended).toMatchObject({ result: 'succeeded', failures: [] });
    expect(ended.attributes.get('api/stage')).toEqual({ id: 'theirs' });
    expect(cloud.calls).toEqual(['create api/api', 'create api/stage']);
  });

  it('that ends with something unready tries nothing again, for nobody else has made it ready', async () => {
    const { counted, cloud, scans } = account();
    const broken: FakeCloud = {
      ...counted,
      provider: (type) => ({
        ...counted.provider(type),
        ...(type === 'stage' && {
          health: async () => ({ state: 'failed', reason: 'no such image' }) as const,
        }),
      }),
    };
    expect(await run(broken)).toMatchObject({
      result: 'failed',
      failures: [{ id: 'api/stage', reason: 'no such image', unready: true }],
      done: ['api/api'],
    });
    expect(cloud.calls).toHaveLength(2);
    // The plan's, that of the glance and that which asks whether another run was quicker.
    expect(scans()).toBe(3);
  });

  it('tells of its own failure though the account cannot be looked at any more', async () => {
    const { cloud, counted } = account();
    cloud.failing.set('create api/stage', new Error('no'));
    const ended = await run(unreadable(counted, (looks) => looks > 1));
    expect(ended).toMatchObject({ result: 'failed', failures: [{ id: 'api/stage', reason: 'no' }] });
  });

  it('fails where it cannot look, unless it was cancelled', async () => {
    const { counted } = account();
    await expect(run(unreadable(counted, (looks) => looks > 1))).rejects.toThrow('AccessDenied');
  });

  it('waits ten seconds before it believes what has to be done, and looks six times at most', async () => {
    const { cloud, counted, scans } = account();
    await run(counted);
    const before = { scans: scans(), time: cloud.now() };
    let limit = 0;
    // The stage is another one at every look.
    const restless: FakeCloud = {
      ...counted,
      provider: (type) => ({
        ...counted.provider(type),
        async find(...asked) {
          const found = await counted.provider(type).find(...asked);
          if (type !== 'stage' || scans() < before.scans + 2 || scans() > before.scans + 8) return found;
          return found.map((one) => ({ ...one, props: { ...one.props, limit: (limit += 100) } }));
        },
      }),
    };
    const ended = await run(restless, [{ ...api, props: { name: 'b' } }, stage]);
    expect(ended.result).toBe('succeeded');
    // The plan's and that of the glance, six of one look, and the last, which shows nothing to do.
    expect(scans() - before.scans).toBe(2 + 6 + 1);
    expect(cloud.now() - before.time).toBe(50_000);
  });

  it('gives up after four rounds on what somebody else changes again each time, and does the rest', async () => {
    const { cloud } = account();
    await run(cloud);
    const spoil = () => {
      for (const object of cloud.objects)
        if (object.type === 'stage') object.props = { ...object.props, limit: 7 };
    };
    const contested: FakeCloud = {
      ...cloud,
      provider: (type) => ({
        ...cloud.provider(type),
        async update(...asked) {
          const written = await cloud.provider(type).update(...asked);
          spoil();
          return written;
        },
      }),
    };
    cloud.calls.length = 0;
    const ended = await run(contested, [{ ...api, props: { name: 'b' } }, stage]);
    expect(ended).toMatchObject({ result: 'failed', failures: [{ id: 'api/stage' }] });
    expect(ended.failures[0]?.reason).toMatch(/at the same time/);
    expect(cloud.calls).toEqual(['update api/api', ...Array<string>(4).fill('update api/stage')]);
    expect(ended.done).toEqual(['api/api', 'api/stage']);
    expect([...ended.attributes.keys()]).toEqual(['api/api', 'api/stage']);
  });
});
