import { describe, expect, it } from 'vitest';
import { createCarryOut } from '../../../src/engine/carryOut';
import { markOf } from '../../../src/engine/digest';
import type { Decision, Plan } from '../../../src/engine/plan';
import type { Cloud, Found, Provider, Written } from '../../../src/engine/provider';
import { ref, type Resource } from '../../../src/engine/resource';
import { birthOf } from '../../../src/engine/twins';

const NOW = Date.UTC(2026, 0, 2);
const BEFORE = '2026-01-01T00:00:00.000Z';
const CREATED = '2026-01-02T00:00:00.000Z';

const service: Resource = {
  id: 'web/service',
  type: 'service',
  props: { name: 'web', size: 1, group: ref('nlb/group', 'arn'), after: [ref('nlb/group', 'id')] },
};
const group: Written = { physicalId: 'g-1', attributes: { arn: 'arn:g-1', id: 'g-1' } };
/** What a call gets of the service. */
const RESOLVED = { name: 'web', size: 1, group: 'arn:g-1', after: ['g-1'] };

const found: Found = {
  id: 'web/service',
  type: 'service',
  physicalId: 's-1',
  created: BEFORE,
  props: { name: 'web', size: 1, group: 'arn:g-1' },
  attributes: {},
  pointsTo: [],
};
const MARKS = {
  stack: 's',
  node: 'web',
  resource: 'web/service',
  applied: markOf(service, {}),
  tags: { team: 'a' },
};

/** Carries out in an account of one type that keeps each call with what it was given. */
function open(rules: Partial<Provider> = {}, deletes: readonly Found[] = []) {
  const calls: unknown[][] = [];
  const answer = (call: string) => {
    const { length } = calls;
    return { physicalId: `${call}-${length}`, attributes: { arn: `arn:${call}-${length}` } };
  };
  const provider: Partial<Provider> = {
    type: 'service',
    replacement: 'createFirst',
    immutable: [],
    create: async (request) => (calls.push(['create', request]), answer('create')),
    update: async (request) => (calls.push(['update', request]), answer('update')),
    delete: async (...given) => void calls.push(['delete', ...given]),
    ...rules,
  };
  // Nothing else is read of a plan, nor of an account.
  const plan = {
    stack: 's',
    tags: { team: 'a' },
    deletes: deletes.map((one) => ({ found: one })),
  } as unknown as Plan;
  const cloud = { provider: () => provider, now: () => NOW, notEchoed: {} } as unknown as Cloud;
  const written = new Map<string, Written>([['nlb/group', group]]);
  const made = new Set<string>();
  const told: string[] = [];
  const { signal } = new AbortController();
  const carryOut = createCarryOut({
    plan,
    cloud,
    signal,
    written,
    made,
    waiting: (key, reason) => told.push(`${key}: ${reason}`),
    expectedAt: (key) => (told.push(`${key}?`), NOW),
    superseded: () => told.push('superseded'),
  });
  return { carryOut, calls, written, made, told, signal };
}

const create: Decision = { resource: service, action: 'create' };
const replace: Decision = { resource: service, action: 'replace', found };
const update = (paths: readonly string[], more: Partial<Decision> = {}): Decision => ({
  resource: service,
  action: 'update',
  found,
  change: {
    action: 'update',
    type: 'service',
    id: service.id,
    node: 'web',
    properties: paths.map((path) => ({ path, replaces: false })),
  },
  ...more,
});

describe('a create', () => {
  it('asks for the properties with their references replaced, under our marks', async () => {
    const { carryOut, calls, written } = open();
    await carryOut.make(create);
    expect(calls).toEqual([
      ['create', { id: 'web/service', props: RESOLVED, marks: { ...MARKS, created: CREATED } }],
    ]);
    expect(written.get('web/service')?.physicalId).toBe('create-1');
  });

  it('is known as ours though its answer never comes', async () => {
    const { carryOut, made, written } = open({ create: () => Promise.reject(new Error('reset')) });
    await expect(carryOut.make(create)).rejects.toThrow('reset');
    expect([...made]).toEqual([birthOf({ id: 'web/service', type: 'service', created: CREATED })]);
    expect(written.has('web/service')).toBe(false);
  });

  it('is refused where a reference has no value', async () => {
    const { carryOut, calls, written } = open();
    written.delete('nlb/group');
    await expect(carryOut.make(create)).rejects.toThrow(
      /^A reference has no value: web\/service → nlb\/group arn$/,
    );
    written.set('nlb/group', { ...group, attributes: { arn: 'arn:g-1' } });
    await expect(carryOut.make(create)).rejects.toThrow('nlb/group id');
    expect(calls).toEqual([]);
  });
});

describe('a replacement', () => {
  const nameIn = async (rules: Partial<Provider>, deletes?: readonly Found[], decision = replace) => {
    const { carryOut, calls } = open(rules, deletes);
    await carryOut.make(decision);
    return (calls[0]?.[1] as { props: { name: unknown } }).props.name;
  };

  it('bears a name of its own where it stands beside the old one and names are unique', async () => {
    expect(await nameIn({ uniqueNameLimit: 32 })).toMatch(/^web-[0-9a-f]{4}$/);
    expect(await nameIn({ uniqueNameLimit: 32, replacement: 'sideBySide' })).toMatch(/^web-[0-9a-f]{4}$/);
  });

  it('keeps its name where that is free, or may be there twice', async () => {
    expect(await nameIn({ uniqueNameLimit: 32, replacement: 'deleteFirst' })).toBe('web');
    expect(await nameIn({})).toBe('web');
    expect(await nameIn({ uniqueNameLimit: 32 }, [], create)).toBe('web');
  });

  it('needs no name', async () => {
    const nameless = { ...service, props: { size: 1 } };
    expect(await nameIn({ uniqueNameLimit: 32 }, [], { ...replace, resource: nameless })).toBe(undefined);
  });

  it('bears the same name when it is tried again, and another beside one that came to nothing', async () => {
    const limit = { uniqueNameLimit: 32 };
    const first = await nameIn(limit);
    expect(await nameIn(limit)).toBe(first);
    const failed = { ...found, physicalId: 's-2' };
    const second = await nameIn(limit, [failed]);
    expect(second).not.toBe(first);
    expect(await nameIn(limit, [{ ...failed, physicalId: 's-3' }])).not.toBe(second);
    expect(await nameIn(limit, [{ ...found, physicalId: 's-3' }, failed])).not.toBe(second);
    expect(await nameIn(limit, [{ ...found, physicalId: 's-3' }, failed])).toBe(
      await nameIn(limit, [failed, { ...found, physicalId: 's-3' }]),
    );
    // What has another id, or is of another type, takes no name of this one.
    expect(
      await nameIn(limit, [
        { ...failed, id: 'app/service' },
        { ...failed, type: 'group' },
      ]),
    ).toBe(first);
  });
});

describe('an update', () => {
  it('says which properties differ, and keeps the time of birth', async () => {
    const { carryOut, calls, written } = open();
    await carryOut.make(update(['size', 'tags.team'], { remark: true }));
    expect(calls).toEqual([
      [
        'update',
        {
          id: 'web/service',
          props: RESOLVED,
          marks: { ...MARKS, created: BEFORE },
          found,
          changed: ['size'],
          remark: true,
        },
      ],
    ]);
    expect(written.get('web/service')?.physicalId).toBe('update-1');
  });

  it('leaves the mark where it is as it should be', async () => {
    const { carryOut, calls, made } = open();
    await carryOut.make(update(['size']));
    expect(calls).toMatchObject([['update', { changed: ['size'], remark: false }]]);
    expect([...made]).toEqual([]);
  });
});

describe('an update in steps', () => {
  const old: Found = {
    ...found,
    id: 'nlb/group',
    physicalId: 'g-0',
    attributes: { arn: 'arn:g-0', zone: 'z' },
  };
  const beside = new Map([['nlb/group', old]]);
  const rules: Partial<Provider> = {
    holdingBoth: (props, was) => ({ ...props, group: [...was.values()], next: [...was.keys()] }),
    switchingOver: (props, was) => ({ ...props, next: [...was.values()] }),
    lettingGo: ({ props }, going) => ({ ...props, group: undefined, without: [...going] }),
  };
  const own = { name: 'web', size: 1 };

  it('takes up the old one by the value that stands for the new one, and leaves the mark to the last', async () => {
    const { carryOut, calls, written } = open(rules);
    await carryOut.holdBoth(update([]), beside);
    expect(calls).toMatchObject([
      [
        'update',
        {
          props: { ...own, group: ['arn:g-0'], next: ['arn:g-1'] },
          changed: ['group', 'next'],
          found,
          marks: { created: BEFORE },
          remark: false,
        },
      ],
    ]);
    expect(written.get('web/service')?.physicalId).toBe('update-1');
  });

  it('goes on from where the step before has left it', async () => {
    const { carryOut, calls } = open(rules);
    const decision = update(['size'], { remark: true });
    await carryOut.holdBoth(decision, beside);
    await carryOut.switchOver(decision, beside);
    await carryOut.make(decision);
    await carryOut.make(decision);
    const asked = calls.map(([, request]) => request as { changed: string[]; found: Found; remark: boolean });
    expect(asked.map(({ changed, remark }) => [changed, remark])).toEqual([
      [['group', 'next'], false],
      [['group', 'next.0'], false],
      [['next'], true],
      // By then nothing stands any more of the steps.
      [['size'], true],
    ]);
    expect(asked[1]?.found.props).toMatchObject({ group: ['arn:g-0'], next: ['arn:g-1'] });
    expect(asked[2]?.found.props).toMatchObject({ group: 'arn:g-1', next: ['arn:g-0'] });
    expect(asked[3]?.found).toBe(found);
  });

  it('holds both as it was found at first, and as it stands later', async () => {
    const seen: unknown[] = [];
    const { carryOut } = open({
      ...rules,
      holdingBoth: (props, _, thing) => (seen.push(thing.props), { ...props, size: 2 }),
    });
    await carryOut.holdBoth(update([]), beside);
    await carryOut.holdBoth(update([]), beside);
    expect(seen).toEqual([found.props, { ...RESOLVED, size: 2 }]);
  });

  it('makes no call where nothing differs, also in the form in which it is read', async () => {
    const { carryOut, calls, written } = open({ holdingBoth: (props) => props });
    await carryOut.holdBoth(update([]), beside);
    expect(calls).toEqual([]);
    expect(written.has('web/service')).toBe(false);
    const lower = open({ holdingBoth: (props) => ({ ...props, size: 2 }), asRead: () => found.props });
    await lower.carryOut.holdBoth(update([]), beside);
    expect(lower.calls).toEqual([]);
  });

  it('lets go of what is about to be deleted, by all its names', async () => {
    const { carryOut, calls } = open(rules);
    await carryOut.letGo(update([]), [old]);
    expect(calls).toMatchObject([['update', { props: { ...own, without: ['g-0', 'arn:g-0', 'z'] } }]]);
  });

  it('is none where a type knows none, or where nothing was found', async () => {
    for (const [of, decision] of [
      [{}, update([])],
      [rules, { ...update([]), found: undefined }],
    ] as const) {
      const { carryOut, calls } = open(of);
      await carryOut.holdBoth(decision, beside);
      await carryOut.switchOver(decision, beside);
      await carryOut.letGo(decision, [old]);
      expect(calls).toEqual([]);
    }
  });
});

describe('the rest of a change', () => {
  it('are settings for what was made, which nobody makes for what was not', async () => {
    const settings: unknown[] = [];
    const { carryOut, written } = open({ finish: async (...given) => void settings.push(given) });
    await carryOut.finish(create);
    expect(settings).toEqual([]);
    await carryOut.make(create);
    await carryOut.finish(create);
    expect(settings).toEqual([['web/service', written.get('web/service'), RESOLVED]]);
    const plain = open();
    await plain.carryOut.make(create);
    await expect(plain.carryOut.finish(create)).resolves.toBe(undefined);
  });

  it('is a delete that tells what it waits for and hears of a cancel', async () => {
    const { carryOut, calls, told, signal } = open();
    await carryOut.remove(found, 'delete service s-1');
    const [, thing, options] = calls[0] as [
      string,
      Found,
      { signal: AbortSignal; waiting: (why: string) => void },
    ];
    expect(thing).toBe(found);
    expect(options.signal).toBe(signal);
    options.waiting('draining');
    expect(told).toEqual(['delete service s-1: draining']);
  });

  it('is a wait for what was made, with the properties that it has by then', async () => {
    const seen: unknown[][] = [];
    const { carryOut, told, signal, written } = open({
      holdingBoth: (props) => ({ ...props, size: 2 }),
      health: async (...given) => (seen.push(given), { state: 'superseded' }),
    });
    await carryOut.untilReady(create, 'ready web/service');
    expect(seen).toEqual([]);
    await carryOut.make(create);
    await carryOut.untilReady(create, 'ready web/service');
    // What is new is first asked for when it will probably be ready; what is changed was there before.
    expect(told.splice(0)).toEqual(['ready web/service?', 'ready web/service?', 'superseded']);
    await carryOut.untilReady(replace, 'ready web/service');
    expect(told.splice(0)).toEqual(['ready web/service?', 'superseded']);
    await carryOut.holdBoth(update([]), new Map());
    await carryOut.untilReady(update([]), 'held web/service');
    expect(told).toEqual(['superseded']);
    expect(seen).toEqual([
      [{ physicalId: 'create-1', attributes: { arn: 'arn:create-1' } }, RESOLVED, signal],
      [{ physicalId: 'create-1', attributes: { arn: 'arn:create-1' } }, RESOLVED, signal],
      [written.get('web/service'), { ...RESOLVED, size: 2 }, signal],
    ]);
  });
});
