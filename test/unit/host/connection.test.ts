import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/aws/connection';
import { createConnectionStore, type Choice } from '../../../src/host/connection';
import { readSettings } from '../../../src/host/settings';
import type { Session } from '../../../src/live/session';

function storeWith(options: {
  settings?: Record<string, unknown>;
  chosen?: Choice['kind'];
  trusted?: boolean;
  fail?: Error[];
}) {
  const settings: Record<string, unknown> = { ...options.settings };
  const opened: Connection[] = [];
  let chosen = options.chosen;
  const store = createConnectionStore({
    settings: () => readSettings((name) => settings[name]),
    writeSettings: async (values) => void Object.assign(settings, values),
    memory: { get: () => chosen, set: (kind) => void (chosen = kind) },
    isTrusted: () => options.trusted ?? true,
    startSandbox: async () => ({ url: 'http://127.0.0.1:1', attach: () => undefined }),
    profileRegion: async (profile) => (profile === 'dev' ? 'eu-west-1' : undefined),
    async open(connection) {
      const failure = options.fail?.shift();
      if (failure) throw failure;
      opened.push(connection);
      // Only what the store looks at.
      return {
        identity: { account: '123456789012', arn: 'arn:aws:iam::123456789012:user/x', partition: 'aws' },
        region: connection.region,
      } as unknown as Session;
    },
  });
  return { store, settings, opened };
}

describe('the connection of a window', () => {
  it('asks for one before the first', async () => {
    const { store, opened } = storeWith({});
    await expect(store.session()).rejects.toThrow('No connection is selected.');
    expect(opened).toEqual([]);
  });

  it('opens nothing in a workspace that is not trusted', async () => {
    const { store, opened } = storeWith({ settings: { profile: 'dev' }, trusted: false });
    await expect(store.session()).rejects.toThrow('not trusted');
    expect(opened).toEqual([]);
  });

  it('follows the region of the file before that of settings and profile', async () => {
    const { store, opened } = storeWith({ settings: { profile: 'dev', region: 'us-east-1' } });
    await store.session('ap-southeast-1');
    await store.session();
    expect(opened.map(({ region }) => region)).toEqual(['ap-southeast-1', 'us-east-1']);
  });

  it("takes the profile's region where nobody names one", async () => {
    const { store, opened } = storeWith({ settings: { profile: 'dev' } });
    await store.session();
    expect(opened).toEqual([{ kind: 'aws', profile: 'dev', region: 'eu-west-1' }]);
  });

  it('says that a region is missing', async () => {
    const { store } = storeWith({ settings: { profile: 'bare' } });
    await expect(store.session()).rejects.toThrow('No region is known.');
  });

  it('refuses an endpoint that is no web address', async () => {
    const { store } = storeWith({ settings: { endpoint: 'ftp://example.com' } });
    await expect(store.session()).rejects.toThrow('ftp://example.com');
  });

  it('shares one session until something changes', async () => {
    const { store, opened } = storeWith({ settings: { profile: 'dev' } });
    await Promise.all([store.session(), store.session()]);
    expect(opened).toHaveLength(1);
    store.forget();
    await store.session();
    expect(opened).toHaveLength(2);
  });

  it('asks again after a failure', async () => {
    const { store, opened } = storeWith({ settings: { profile: 'dev' }, fail: [new Error('expired')] });
    await expect(store.session()).rejects.toThrow('expired');
    await store.session();
    expect(opened).toHaveLength(1);
  });

  it('gives up on a session that was asked for before another connection was chosen', async () => {
    const { store } = storeWith({ settings: { profile: 'dev' } });
    const early = store.session();
    store.forget();
    await expect(early).rejects.toThrow('changed meanwhile');
  });

  it('shows the account once it is known, and forgets it with the connection', async () => {
    const { store } = storeWith({ settings: { profile: 'dev' } });
    expect(store.summary).toEqual({ label: 'dev', kind: 'aws' });
    await store.session();
    expect(store.summary).toEqual({
      label: 'dev',
      kind: 'aws',
      account: '123456789012',
      region: 'eu-west-1',
    });
    await store.select({ kind: 'sandbox' });
    expect(store.summary).toEqual({ label: 'Sandbox', kind: 'sandbox' });
  });

  it('leaves the sandbox for a profile, and an endpoint for the default credentials', async () => {
    const { store, settings } = storeWith({
      chosen: 'sandbox',
      settings: { endpoint: 'http://127.0.0.1:5000' },
    });
    expect(store.choice).toEqual({ kind: 'sandbox' });
    await store.select({ kind: 'aws' }, 'us-west-2');
    expect(store.choice).toEqual({ kind: 'aws' });
    expect(settings).toEqual({ endpoint: '', profile: '', region: 'us-west-2' });
  });

  it('lets one who waits go without stopping the others', async () => {
    const { store } = storeWith({ settings: { profile: 'dev' } });
    const abort = new AbortController();
    const impatient = store.session(undefined, abort.signal);
    const patient = store.session();
    abort.abort();
    await expect(impatient).rejects.toThrow();
    expect((await patient).region).toBe('eu-west-1');
  });
});
