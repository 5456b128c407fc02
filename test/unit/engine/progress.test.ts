import { describe, expect, it } from 'vitest';
import { createProgress, type ChangeEvent, type Subject } from '../../../src/engine/progress';

const service: Subject = { id: 'web/service', type: 'service', node: 'web', action: 'create' };
const group: Subject = { id: 'nlb/group', type: 'group', node: 'nlb', action: 'replace' };
const kept: Subject = { id: 'link/link', type: 'link', node: 'link', action: 'wait' };

/** Progress of some jobs, at a time that the test says, with what has been told so far. */
function follow(jobs: Readonly<Record<string, Subject>>, ends: Readonly<Record<string, number>> = {}) {
  let seconds = 0;
  const events: ChangeEvent[] = [];
  const estimated: string[] = [];
  const progress = createProgress(
    () => seconds * 1_000,
    (event) => events.push(event),
    {
      started: (key) => estimated.push(`${key} started`),
      ended: (key) => estimated.push(`${key} ended`),
      endOf: (key) => (ends[key] ?? 0) * 1_000,
      remaining: () => 12.34,
    },
  );
  for (const [key, subject] of Object.entries(jobs)) progress.expect(key, subject);
  return {
    progress,
    events,
    estimated,
    at: (time: number) => (seconds = time),
    /** What was told since it was last asked. */
    told: () => events.splice(0).map(({ id, action, state }) => `${action} ${id} ${state}`),
  };
}

const DONE = { state: 'done' } as const;
const failed = (error: unknown) => ({ state: 'failed', error }) as const;

describe('the progress of a change', () => {
  it('starts with its first job and is done with its last', () => {
    const { progress, told } = follow({ 'make web/service': service, 'ready web/service': service });
    progress.started('make web/service');
    expect(told()).toEqual(['create web/service started']);
    progress.ended('make web/service', DONE);
    progress.started('ready web/service');
    expect(told()).toEqual([]);
    expect(progress.done()).toEqual([]);
    progress.ended('ready web/service', DONE);
    expect(told()).toEqual(['create web/service done']);
    expect(progress.done()).toEqual(['web/service']);
  });

  it('tells since when it runs, until when it probably will, and the rest of the run', () => {
    const ends = { 'make web/service': 12, 'ready web/service': 61.26 };
    const { progress, events, at } = follow(
      { 'make web/service': service, 'ready web/service': service },
      ends,
    );
    at(10);
    progress.started('make web/service');
    at(12.04);
    progress.ended('make web/service', DONE);
    progress.waiting('ready web/service', 'PENDING');
    at(70);
    progress.ended('ready web/service', DONE);
    expect(events).toEqual([
      { event: 'change', ...service, state: 'started', seconds: 0, expected: 51.3, remaining: 12.3 },
      {
        event: 'change',
        ...service,
        state: 'waiting',
        seconds: 2,
        expected: 51.3,
        remaining: 12.3,
        reason: 'PENDING',
      },
      { event: 'change', ...service, state: 'done', seconds: 60, remaining: 12.3 },
    ]);
  });

  it('keeps the estimate up with every job, its own or not', () => {
    const { progress, estimated } = follow({ 'make web/service': service });
    progress.started('make web/service');
    progress.ended('make web/service', DONE);
    progress.started('other');
    progress.ended('other', DONE);
    expect(estimated).toEqual([
      'make web/service started',
      'make web/service ended',
      'other started',
      'other ended',
    ]);
  });

  it('tells what it waits for once, until that is something else', () => {
    const { progress, events } = follow({ 'ready web/service': service });
    progress.started('ready web/service');
    for (const reason of ['A', 'A', 'B', 'A']) progress.waiting('ready web/service', reason);
    expect(events.flatMap(({ reason }) => reason ?? [])).toEqual(['A', 'B', 'A']);
  });

  it('is one of both where what is replaced is also deleted, and two where one is made and another goes', () => {
    const removed: Subject = { ...service, action: 'delete' };
    const { progress, told } = follow({
      'make nlb/group': group,
      'delete group g-1': group,
      'make web/service': service,
      'delete service s-1': removed,
    });
    for (const key of ['make nlb/group', 'make web/service']) progress.started(key);
    for (const key of ['make nlb/group', 'make web/service']) progress.ended(key, DONE);
    expect(told()).toEqual([
      'replace nlb/group started',
      'create web/service started',
      'create web/service done',
    ]);
    progress.started('delete service s-1');
    progress.ended('delete group g-1', DONE);
    progress.ended('delete service s-1', DONE);
    expect(told()).toEqual([
      'delete web/service started',
      'replace nlb/group done',
      'delete web/service done',
    ]);
  });

  it('is no news of what is only waited for, unless it is not ready', () => {
    const { progress, told } = follow({ 'ready link/link': kept });
    progress.started('ready link/link');
    expect(told()).toEqual([]);
    progress.waiting('ready link/link', 'PENDING');
    expect(told()).toEqual(['wait link/link waiting']);
    progress.ended('ready link/link', DONE);
    expect(told()).toEqual([]);
    expect([progress.done(), progress.underWay(), progress.notStarted()]).toEqual([[], [], []]);
  });

  it('takes no notice of jobs that belong to no change', () => {
    const { progress, told } = follow({});
    progress.started('other');
    progress.waiting('other', 'A');
    progress.ended('other', failed(new Error('no')));
    expect(told()).toEqual([]);
    expect(progress.failures).toEqual([]);
  });
});

describe('a change that fails', () => {
  it('says why, and that all of it was carried out where only readiness is missing', () => {
    const [refused, broken] = [new Error('AccessDenied'), new Error('no such image')];
    const { progress, events } = follow({
      'make nlb/group': group,
      'make web/service': service,
      'ready web/service': service,
      'held link/link': kept,
    });
    for (const key of ['make nlb/group', 'make web/service', 'held link/link']) progress.started(key);
    progress.ended('make nlb/group', failed(refused));
    progress.ended('make web/service', DONE);
    progress.ended('ready web/service', failed(broken));
    progress.ended('held link/link', failed('text'));
    expect(progress.failures).toEqual([
      { id: 'nlb/group', reason: 'AccessDenied', error: refused },
      { id: 'web/service', reason: 'no such image', error: broken, unready: true },
      { id: 'link/link', reason: 'text', error: 'text', unready: true },
    ]);
    expect(
      events.filter(({ state }) => state === 'failed').map(({ id, action, reason }) => [id, action, reason]),
    ).toEqual([
      ['nlb/group', 'replace', 'AccessDenied'],
      ['web/service', 'create', 'no such image'],
      ['link/link', 'wait', 'text'],
    ]);
    expect(progress.done()).toEqual([]);
  });

  it('has failed though the rest of it is only skipped, and is told once all of it has ended', () => {
    const { progress, events, told } = follow({ 'make web/service': service, 'ready web/service': service });
    progress.started('make web/service');
    progress.ended('make web/service', failed(new Error('no')));
    expect(told()).toEqual(['create web/service started']);
    progress.ended('ready web/service', { state: 'skipped', because: 'make web/service' });
    expect(events).toMatchObject([{ state: 'failed', reason: 'no' }]);
    expect(progress.cancelled).toBe(false);
  });

  it('skips what needs it, which names what has failed', () => {
    const { progress, events } = follow({ 'make web/service': service, 'ready web/service': service });
    progress.ended('make web/service', { state: 'skipped', because: 'make nlb/group' });
    progress.ended('ready web/service', { state: 'skipped', because: 'make web/service' });
    expect(events).toEqual([
      {
        event: 'change',
        ...service,
        state: 'skipped',
        remaining: 12.3,
        reason: 'Needs what failed: nlb/group',
      },
    ]);
    expect(progress.notStarted()).toEqual(['web/service']);
    expect(progress.done()).toEqual([]);
    expect(progress.failures).toEqual([]);
  });
});

describe('after a cancel', () => {
  const CANCELLED = { state: 'cancelled' } as const;

  it('tells what is done, what is under way with what it waits for, and what was not begun', () => {
    const removed: Subject = { ...service, id: 'old/service', action: 'delete' };
    const { progress, told } = follow({
      'make nlb/group': group,
      'make web/service': service,
      'ready web/service': service,
      'delete service s-1': removed,
      'make api/api': { ...service, id: 'api/api' },
    });
    for (const key of ['make nlb/group', 'make web/service', 'delete service s-1']) progress.started(key);
    progress.waiting('delete service s-1', 'draining');
    progress.ended('make nlb/group', DONE);
    progress.ended('make web/service', DONE);
    expect(progress.cancelled).toBe(false);
    told();
    for (const key of ['ready web/service', 'delete service s-1', 'make api/api'])
      progress.ended(key, CANCELLED);
    expect(told()).toEqual([
      'create web/service cancelled',
      'delete old/service cancelled',
      'create api/api cancelled',
    ]);
    expect(progress.cancelled).toBe(true);
    expect(progress.done()).toEqual(['nlb/group']);
    expect(progress.underWay()).toEqual([service, { ...removed, reason: 'draining' }]);
    expect(progress.notStarted()).toEqual(['api/api']);
  });

  it('counts what was only looked at as under way when it was seen not to be ready', () => {
    const other: Subject = { ...kept, id: 'link/other' };
    const { progress } = follow({ 'ready link/link': kept, 'ready link/other': other });
    for (const key of ['ready link/link', 'ready link/other']) progress.started(key);
    progress.waiting('ready link/link', 'PENDING');
    for (const key of ['ready link/link', 'ready link/other']) progress.ended(key, CANCELLED);
    expect(progress.underWay()).toEqual([{ ...kept, reason: 'PENDING' }]);
  });
});
