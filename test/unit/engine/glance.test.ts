import { describe, expect, it } from 'vitest';
import { createGlance } from '../../../src/engine/glance';
import { makePlan, survey } from '../../../src/engine/plan';
import type { Cloud, Found } from '../../../src/engine/provider';
import type { Resource } from '../../../src/engine/resource';
import { createFakeCloud } from '../../fakes/fakeCloud';

const NOTHING: ReadonlySet<string> = new Set();
const GROUP: Resource = { id: 'a/group', type: 'group', props: {} };

const WHEN: Readonly<Record<string, 'early' | 'late'>> = { role: 'early', link: 'late' };

/** A cloud that notes which type is looked at. */
function account() {
  const looked: string[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const fake = createFakeCloud([{ type: 'role' }, { type: 'group' }, { type: 'link' }]);
  const cloud: Cloud = {
    ...fake,
    provider: (type) => ({
      ...fake.provider(type),
      ...(WHEN[type] && { lookedAt: WHEN[type] }),
      find: (stack, earlier, signal) => {
        looked.push(type);
        signals.push(signal);
        return fake.provider(type).find(stack, earlier, signal);
      },
    }),
  };
  return { cloud, looked, signals };
}

async function planned({ cloud, looked, signals }: ReturnType<typeof account>, resources = [GROUP]) {
  const plan = await makePlan({ stack: 's', resources, cloud });
  looked.length = 0;
  signals.length = 0;
  return plan;
}

/** Lets everything happen that waits for nothing else. */
const pass = () => new Promise((resolve) => setImmediate(resolve));

describe('a glance', () => {
  it('looks when everything is carried out, at some types as soon as all of them are, at some when all is over', async () => {
    const fake = account();
    const { onCarriedOut, seen } = createGlance(await planned(fake), { cloud: fake.cloud });
    onCarriedOut(new Set(['role', 'group']), NOTHING);
    await pass();
    expect(fake.looked).toEqual([]);
    onCarriedOut(new Set(['group']), NOTHING);
    await pass();
    expect(fake.looked).toEqual(['role']);
    onCarriedOut(NOTHING, NOTHING);
    await pass();
    expect(fake.looked).toEqual(['role', 'group']);
    expect((await seen(true))?.changes).toMatchObject([{ action: 'create', id: 'a/group' }]);
    expect(fake.looked).toEqual(['role', 'group', 'link']);
  });

  it('looks no earlier at what the run does not touch', async () => {
    const fake = account();
    const { onCarriedOut, seen } = createGlance(await planned(fake), { cloud: fake.cloud });
    onCarriedOut(new Set(['group']), NOTHING);
    await pass();
    expect(fake.looked).toEqual([]);
    onCarriedOut(NOTHING, NOTHING);
    await seen(true);
    expect(fake.looked).toEqual(['role', 'group', 'link']);
  });

  it('goes on to its end when a cancel comes after all is done, and stops where nobody wants it', async () => {
    for (const isWanted of [true, false]) {
      const fake = account();
      const cancel = new AbortController();
      const plan = await planned(fake);
      const { onCarriedOut, seen } = createGlance(plan, { cloud: fake.cloud, signal: cancel.signal });
      onCarriedOut(NOTHING, NOTHING);
      await pass();
      cancel.abort();
      const shown = await seen(isWanted);
      await pass();
      expect(shown?.digest).toBe(isWanted ? plan.digest : undefined);
      expect(fake.signals.map((signal) => signal?.aborted)).toEqual(Array(3).fill(!isWanted));
    }
  });

  it('shows nothing where the run ends before', async () => {
    const fake = account();
    const { onCarriedOut, seen } = createGlance(await planned(fake), { cloud: fake.cloud });
    onCarriedOut(new Set(['group']), NOTHING);
    expect(await seen(true)).toBeUndefined();
    expect(fake.looked).toEqual([]);
  });
});

it('of a destroy there is no glance: it has its own proof', async () => {
  const fake = account();
  const { onCarriedOut, seen } = createGlance(await planned(fake, []), { cloud: fake.cloud });
  onCarriedOut(NOTHING, NOTHING);
  expect(await seen(true)).toBeUndefined();
  expect(fake.looked).toEqual([]);
});

describe('a survey', () => {
  it('looks at types side by side, and hands on what tells where to search', async () => {
    const ended: string[] = [];
    const found = (type: string): Found => ({
      id: type,
      type,
      physicalId: type,
      created: '',
      props: {},
      attributes: {},
      pointsTo: [],
    });
    const fake = createFakeCloud([{ type: 'parent' }, { type: 'other' }, { type: 'child' }]);
    const handed: unknown[] = [];
    const cloud: Cloud = {
      ...fake,
      provider: (type) => ({
        ...fake.provider(type),
        ...(type === 'child' && { under: ['parent'] }),
        async find(_stack, earlier) {
          if (type === 'child') handed.push(...earlier.map(({ id }) => id));
          if (type === 'parent') await pass();
          ended.push(type);
          return [found(type)];
        },
      }),
    };
    expect((await survey({ cloud, stack: 's' })).map(({ id }) => id)).toEqual(['parent', 'other', 'child']);
    expect(ended).toEqual(['other', 'parent', 'child']);
    expect(handed).toEqual(['parent']);
  });
});
