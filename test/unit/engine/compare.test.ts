import { describe, expect, it } from 'vitest';
import { compare, header, isTag, type Comparison } from '../../../src/engine/compare';
import { markOf } from '../../../src/engine/digest';
import type { Cloud, Found, Provider } from '../../../src/engine/provider';
import { ref, type Resource } from '../../../src/engine/resource';

const asked = { name: 'web', port: 80, size: 1 };
const resource: Resource = { id: 'web/service', type: 'service', props: asked };

const found: Found = {
  id: 'web/service',
  type: 'service',
  physicalId: 'service-1',
  created: '2026-01-01T00:00:00.000Z',
  applied: markOf(resource, {}),
  tags: {},
  props: asked,
  attributes: {},
  pointsTo: [],
};
/** The same with other properties than those that were asked for. */
const reading = (props: object, more: Partial<Found> = {}): Found => ({
  ...found,
  props: { ...asked, ...props },
  ...more,
});

interface Question extends Partial<Comparison> {
  readonly provider?: Partial<Provider>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly notEchoed?: Cloud['notEchoed'];
}

function decided(
  candidates: readonly Found[],
  { provider, tags = {}, notEchoed = {}, ...question }: Question = {},
) {
  // Only these members of a provider and of an account are read.
  const known = { type: 'service', replacement: 'createFirst', immutable: ['port'], ...provider } as Provider;
  const cloud = { provider: () => known, notEchoed } as unknown as Cloud;
  return compare(
    { resource, props: asked, candidates, formerly: undefined, ...question },
    { cloud, tags, ours: new Set(['ours']), isVolatile: (id) => id === 'web/definition' },
  );
}

describe('a resource of the file', () => {
  it('is created where there is nothing of it', () => {
    const change = {
      action: 'create',
      type: 'service',
      id: 'web/service',
      node: 'web',
      name: 'web',
      properties: [],
    };
    expect(decided([])).toEqual({ resource, action: 'create', change, notEchoed: [] });
  });

  it('is kept where it is as asked', () => {
    expect(decided([found])).toEqual({ resource, action: 'keep', found, notEchoed: [] });
  });

  it('is updated in what differs, and keeps its mark until then', () => {
    const small = reading({ size: 0 }, { applied: markOf({ props: { ...asked, size: 0 } }, {}) });
    expect(decided([small])).toEqual({
      resource,
      action: 'update',
      found: small,
      remark: true,
      change: {
        action: 'update',
        type: 'service',
        id: 'web/service',
        node: 'web',
        name: 'web',
        physicalId: 'service-1',
        properties: [{ path: 'size', before: 0, after: 1, replaces: false }],
      },
      notEchoed: [],
    });
  });

  it('is compared in the form in which its type is read', () => {
    const asRead = (props: object) => ({ ...props, size: 100 });
    expect(decided([reading({ size: 100 })], { provider: { asRead } }).action).toBe('keep');
    expect(decided([found], { provider: { asRead } }).action).toBe('update');
  });

  it('is the oldest that fits, else the oldest, which is replaced', () => {
    const [first, second, third] = [reading({ port: 1 }), reading({ size: 2 }), reading({ port: 3 })];
    expect(decided([first, second, found])).toMatchObject({ action: 'update', found: second });
    expect(decided([first, third])).toMatchObject({ action: 'replace', found: first });
  });

  it('is not marked anew where a thing has no mark of its own', () => {
    const unmarked = Object.fromEntries(Object.entries(found).filter(([key]) => key !== 'applied'));
    expect(decided([unmarked as unknown as Found]).action).toBe('keep');
  });

  it('names what its endpoint does not answer, with its type', () => {
    const bare = { ...found, props: { name: 'web', port: 80 } };
    expect(decided([bare], { notEchoed: { service: ['size'] } })).toMatchObject({
      action: 'keep',
      notEchoed: ['service size'],
    });
  });
});

describe('what a change says', () => {
  const changeOf = (...args: Parameters<typeof decided>) => decided(...args).change;

  it('of a mark that is of an earlier file, or of a run that did not end', () => {
    const { change, remark } = decided([{ ...found, applied: 'of before' }]);
    expect(remark).toBe(true);
    expect(change).toMatchObject({ action: 'update', properties: [] });
    expect(change?.reason).toMatch(/^Nothing of it changes but its mark/);
    expect(change).not.toHaveProperty('drift');
  });

  it('of what had another id', () => {
    const { change, remark } = decided([reading({ size: 2 })], { formerly: 'app/service' });
    expect(change).toMatchObject({ action: 'update', reason: 'Takes over what was app/service.' });
    expect(change).not.toHaveProperty('drift');
    expect(remark).toBe(true);
    expect(decided([found], { formerly: 'app/service' })).toMatchObject({ action: 'update', remark: true });
  });

  it('of what was changed in the account: all of it, or which part', () => {
    expect(changeOf([reading({ size: 2, port: 80 })])).toMatchObject({ drift: true });
    expect(changeOf([reading({ size: 2 })])).not.toHaveProperty('reason');
    const part = changeOf([
      reading({ size: 2, name: 'app' }, { applied: markOf({ props: { ...asked, name: 'app' } }, {}) }),
    ]);
    expect(part).not.toHaveProperty('drift');
    expect(part?.reason).toBe('Also changed in the account: size.');
    const several = changeOf([
      reading(
        { size: 2, more: 1, name: 'app' },
        { applied: markOf({ props: { ...asked, name: 'app' } }, {}) },
      ),
    ]);
    expect(several?.reason).toBe('Also changed in the account: size, more.');
  });

  it('nothing of drift where a property follows what changes with every update', () => {
    const following: Resource = { ...resource, props: { ...asked, size: ref('web/definition', 'arn') } };
    const applied = markOf(following, {});
    const question = { resource: following, props: { ...asked, size: 'arn:2' } };
    expect(changeOf([reading({ size: 'arn:1' }, { applied })], question)).not.toHaveProperty('drift');
    const other: Resource = { ...resource, props: { ...asked, size: ref('web/group', 'arn') } };
    expect(
      changeOf([reading({ size: 'arn:1' }, { applied: markOf(other, {}) })], {
        ...question,
        resource: other,
      }),
    ).toHaveProperty('drift', true);
  });

  it('what does not work meanwhile, only where the old one goes first', () => {
    const moved = [reading({ port: 81 })];
    const provider = { replacement: 'deleteFirst', interruption: 'A minute.' } as const;
    expect(changeOf(moved, { provider })).toMatchObject({ action: 'replace', interruption: 'A minute.' });
    expect(changeOf(moved, { provider: { replacement: 'deleteFirst' } })?.interruption).toMatch(/gone until/);
    expect(changeOf(moved)).not.toHaveProperty('interruption');
    expect(changeOf([reading({ size: 2 })], { provider })).not.toHaveProperty('interruption');
  });
});

describe("people's tags", () => {
  it('are brought up to the file, and those of others stay', () => {
    const tagged = { ...found, tags: { team: 'a', env: 'x', owner: 'finance' } };
    expect(decided([tagged], { tags: { team: 'b', env: 'x', cost: '1' } })).toMatchObject({
      action: 'update',
      remark: true,
      change: {
        properties: [
          { path: 'tags.team', before: 'a', after: 'b', replaces: false },
          { path: 'tags.cost', after: '1', replaces: false },
        ],
      },
    });
    expect(decided([tagged], { tags: { team: 'a' } }).action).toBe('keep');
  });

  it('are no change where they are not read, and none of what is made anew anyhow', () => {
    const untagged = Object.fromEntries(Object.entries(found).filter(([key]) => key !== 'tags'));
    expect(decided([untagged as unknown as Found], { tags: { team: 'a' } }).action).toBe('keep');
    const replaced = decided([reading({ port: 81 })], { tags: { team: 'a' } });
    expect(replaced.change?.properties.map(({ path }) => path)).toEqual(['port']);
    expect(replaced).not.toHaveProperty('remark');
  });

  it('are told from properties by their path', () => {
    expect(['tags.team', 'tags', 'settings.tags.team'].map(isTag)).toEqual([true, false, false]);
  });
});

it('bears the name by which AWS shows it, where it has one', () => {
  const named = (props: object) => header({ id: 'web/service', type: 'service', props });
  for (const key of ['name', 'family', 'key'])
    expect(named({ size: 1, [key]: 'x' })).toHaveProperty('name', 'x');
  expect(named({ title: 'x' })).toEqual({ id: 'web/service', type: 'service', node: 'web' });
  expect(named({ name: ref('web/group', 'name') })).not.toHaveProperty('name');
});
