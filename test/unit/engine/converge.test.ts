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
function elsewhere(cloud: FakeCloud, { id, type, props }: Resource, physicalId: string) {
  const created = new Date(cloud.now() - 3_600_000).toISOString();
  const marks = { stack: 's', node: 'api', resource: id, created, applied: markOf({ props }, {}) };
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
  options: { signal?: AbortSignal; meanwhile?: () => void } = {},
): Promise<Convergence & { readonly events: ChangeEvent[] }> {
  const plan = await makePlan({ stack: 's', resources, cloud });
  options.meanwhile?.();
  const events: ChangeEvent[] = [];
  const steps = converge(plan, { cloud, ...(options.signal && { signal: options.signal }) });
  for (;;) {
    const step = await steps.next();
    if (step.done) return { ...step.value, events };
    events.push(step.value);
  }
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
    expect(standing(cloud).filter(({ physicalId }) => physicalId.startsWith('api'))).toEqual([]);
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
});
