import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLease, type Lease, type SharedFiles } from '../../../src/host/lease';
import { createSharedFiles, isAlive } from '../../../src/host/sharedFiles';

const SECOND = 1000;

/** Windows of one machine, by name; each is a process of its own. */
function machine() {
  const content = new Map<string, string>();
  const files: SharedFiles = {
    read: async (name) => content.get(name),
    write: async (name, text) => void content.set(name, text),
    remove: async (name) => void content.delete(name),
  };
  const dead = new Set<number>();
  let time = 0;
  const window = (pid: number): Lease =>
    createLease('shop', {
      files,
      id: `window ${pid}`,
      pid,
      isAlive: (one) => !dead.has(one),
      now: () => time,
    });
  return {
    window,
    content,
    kill: (pid: number) => void dead.add(pid),
    pass: (seconds: number) => void (time += seconds * SECOND),
    now: () => time,
  };
}

describe('the turn to look', () => {
  it('is one window’s, and the others read what it has seen', async () => {
    const { window, now, pass } = machine();
    const [one, two] = [window(1), window(2)];
    expect([await one.take(false), await two.take(false), await one.take(false)]).toEqual([
      true,
      false,
      true,
    ]);
    pass(1);
    await one.publish({ at: now(), text: 'all well' }, 15 * SECOND);
    expect(await two.seen(0)).toEqual({ at: 1000, text: 'all well' });
    expect(await two.seen(1000)).toBeUndefined();
  });

  it('goes on when it is given back, when its window says nothing, and at once when that is dead', async () => {
    const { window, pass, kill, now } = machine();
    const [one, two, three] = [window(1), window(2), window(3)];
    await one.take(false);
    await one.release();
    expect(await two.take(false)).toBe(true);
    await two.publish({ at: now(), text: '' }, 15 * SECOND);
    pass(44);
    expect(await three.take(false)).toBe(false);
    pass(2);
    expect(await three.take(false)).toBe(true);
    kill(3);
    expect(await one.take(false)).toBe(true);
  });

  it('goes to who is in a hurry, but not from one who is', async () => {
    const { window } = machine();
    const [one, two, three] = [window(1), window(2), window(3)];
    await one.take(false);
    expect([await two.take(true), await one.take(false), await three.take(true)]).toEqual([
      true,
      false,
      false,
    ]);
    // The hurry is over, the turn is not.
    expect([await two.take(false), await three.take(true), await two.take(false)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('is not told of by who has lost it', async () => {
    const { window, now } = machine();
    const [one, two] = [window(1), window(2)];
    await one.take(false);
    await two.take(true);
    await one.publish({ at: now() + 5, text: 'old' }, SECOND);
    await one.release();
    expect([await one.seen(-1), await two.take(true)]).toEqual([undefined, true]);
  });

  it('is free where the file is nobody’s', async () => {
    const { window, content } = machine();
    for (const text of ['', '{', 'null', '{"id":1}', '{"id":"x","pid":9,"until":"soon"}']) {
      content.set('shop.turn', text);
      expect(await window(1).take(false)).toBe(true);
    }
  });

  it('is written once where nothing has changed', async () => {
    const { window, content, now } = machine();
    const one = window(1);
    await one.take(false);
    await one.publish({ at: now(), text: 'same' }, SECOND);
    content.delete('shop.seen');
    await one.publish({ at: now() + 1, text: 'same' }, SECOND);
    expect([...content.keys()]).toEqual(['shop.turn']);
  });
});

describe('the shared folder', () => {
  it('belongs to its user alone, and loses what is a day old', async () => {
    const root = await mkdtemp(join(tmpdir(), 'lease-'));
    const folder = join(root, 'status');
    await createSharedFiles(folder).write('old', 'x');
    const yesterday = new Date(Date.now() - 90_000_000);
    await utimes(join(folder, 'old'), yesterday, yesterday);
    const files = createSharedFiles(folder);
    await files.write('new', 'text');
    expect(await readdir(folder)).toEqual(['new']);
    expect([await files.read('new'), await files.read('old')]).toEqual(['text', undefined]);
    expect(((await stat(folder)).mode & 0o777).toString(8)).toBe('700');
    expect(((await stat(join(folder, 'new'))).mode & 0o777).toString(8)).toBe('600');
    await files.remove('new');
    await writeFile(join(folder, 'other'), '');
    expect(await readdir(folder)).toEqual(['other']);
    await rm(root, { recursive: true });
  });

  it('knows which processes run', () => {
    expect([isAlive(process.pid), isAlive(2 ** 22 + 1)]).toEqual([true, false]);
  });
});
