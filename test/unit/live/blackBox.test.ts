import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatherBlackBox } from '../../../src/live/blackBox';
import { maskSecrets } from '../../../src/live/blackBox/maskSecrets';
import { table, verbatim, words } from '../../../src/live/blackBox/markdown';
import { BREAKAGES } from './breakages/breakages';
import { CHAINS } from './breakages/chains';
import { deployed, sceneOf } from './breakages/scene';
import { readStatus } from '../../../src/live/status';
import { openWorld, type World } from './world';

describe('the black box', () => {
  const [chain] = CHAINS;
  let world: World;
  beforeEach(async () => {
    if (!chain) throw new Error('There is no chain');
    world = await openWorld(await deployed(chain));
  });
  afterEach(() => world.close());

  async function gathered(what?: string): Promise<string> {
    if (!chain) throw new Error('There is no chain');
    const before = await readStatus(world.session, chain.prepared);
    await BREAKAGES.find((one) => one.what === what)?.break(sceneOf(chain, world, before));
    world.time.advance(900);
    return gatherBlackBox(world.session, chain.prepared);
  }

  it('says where requests stop, why every task stopped, and what it wrote', async () => {
    const text = await gathered('the container ends as soon as it has begun');
    expect(text).toContain('# Black box of shop');
    expect(text).toContain('account 123456789012');
    expect(text).toContain('## Requests stop at users');
    expect(text).toMatch(/\| [0-9a-f]{32} \| STOPPED .*Essential container in task exited \| users 1 \|/);
    expect(text).toMatch(/\| nlb--users \| unknown \| waitsForTasks \|/);
    expect(text).toMatch(/^2026-.*listening on port 8080$/m);
  });

  it('keeps what stopped although all is well again', async () => {
    const text = await gathered();
    expect(text).toContain('## Nothing is broken');
    expect(text).toContain('2/2 running');
    expect(text).toMatch(/\| 10\.\d+\.\d+\.\d+:8080 \| healthy \|/);
  });
});

describe('masking', () => {
  it.each([
    ['DB_PASSWORD=hunter22 and on', 'DB_PASSWORD=••• and on'],
    ['{"apiKey": "abc def", "user": "me"}', '{"apiKey": "•••", "user": "me"}'],
    ["token: 'abcdefgh'", "token: '•••'"],
    ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer •••'],
    ['sent with bearer abcdefghijkl', 'sent with bearer •••'],
    ['to postgres://me:secret@db/users', 'to •••db/users'],
    ['key AKIAABCDEFGHIJKLMNOP used', 'key ••• used'],
    ['jwt eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc-def', 'jwt •••'],
    ['GET /users?page=2 200 from 10.0.0.1', 'GET /users?page=2 200 from 10.0.0.1'],
    [
      'secret-ARN arn:aws:secretsmanager:eu-west-1:1:secret:x',
      'secret-ARN arn:aws:secretsmanager:eu-west-1:1:secret:x',
    ],
  ])('makes of %s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  it('hides given values wherever they stand, but not a letter or two', () => {
    expect(maskSecrets('a=xyzzy b', ['xyzzy', 'b'])).toBe('a=••• b');
  });
});

describe('Markdown', () => {
  it('keeps what others wrote from being read as Markdown', () => {
    expect(words('a|b\n<b>*c*</b> [x](y)')).toBe('a\\|b \\<b\\>\\*c\\*\\</b\\> \\[x\\](y)');
    expect(table(['A'], [['x\ny']])).toEqual(['| A |', '| --- |', '| x y |', '']);
    expect(verbatim(['````', 'x'])[0]).toBe('`````text');
  });
});
