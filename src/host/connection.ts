import type { AttachableClient, Connection } from '../aws/connection';
import type { Session } from '../live/session';
import type { StatusMessage } from '../model/protocol';
import { Cancelled, SELECT_CONNECTION, UserError } from './errors';
import { createEvent, type Event } from './event';
import { whyProtected } from './protection';
import type { Settings } from './settings';

/** Where calls are to go, before a region is known. */
export type Choice =
  | { readonly kind: 'none' }
  | { readonly kind: 'aws'; readonly profile?: string }
  | { readonly kind: 'endpoint'; readonly url: string; readonly profile?: string }
  | { readonly kind: 'sandbox' };

/** The simulated account, running in this process. */
export interface RunningSandbox {
  /** Where its invoke URLs are, for people. */
  readonly url: string;
  attach(client: AttachableClient): void;
}

export type ConnectionSummary = StatusMessage['connection'];

/** What the store needs from VS Code and from the roots. */
export interface ConnectionDependencies {
  settings(): Settings;
  writeSettings(settings: Partial<Pick<Settings, 'profile' | 'region' | 'endpoint'>>): Promise<void>;
  /** What was chosen last in this workspace; settings alone do not tell the sandbox from the rest. */
  readonly memory: { get(): Choice['kind'] | undefined; set(kind: Choice['kind'] | undefined): void };
  isTrusted(): boolean;
  /** Whose credentials are used where no profile is chosen. */
  readonly defaultProfile?: string;
  startSandbox(): Promise<RunningSandbox>;
  profileRegion(profile: string): Promise<string | undefined>;
  open(connection: Connection, signal?: AbortSignal): Promise<Session>;
}

/** The connection of this window: chosen by command, opened when first needed, one session a region. */
export interface ConnectionStore {
  readonly choice: Choice;
  readonly summary: ConnectionSummary;
  /** Another choice, another account found out, settings changed. */
  readonly onDidChange: Event<void>;
  /** Why nothing may be changed through it, in a sentence; undefined where it may. */
  readonly refusal: string | undefined;
  /** Throws where nothing may be changed, before anything is asked or planned for it. */
  ensureMayChange(): void;
  /** A session in the given region, else in that of settings or profile. */
  session(region?: string, signal?: AbortSignal): Promise<Session>;
  select(choice: Choice, region?: string): Promise<void>;
  /** Closes what is open: settings changed, or credentials may be others by now. */
  forget(): void;
  dispose(): void;
}

/** The region of the sandbox and of endpoints, when neither file nor settings name one. */
export const DEFAULT_REGION = 'ap-southeast-1';

export function createConnectionStore(dependencies: ConnectionDependencies): ConnectionStore {
  const { settings, memory } = dependencies;
  const changed = createEvent<void>();
  const sessions = new Map<string, Promise<Session>>();
  let known: { readonly account: string; readonly region: string } | undefined;
  /** Tells a session that was asked for before the last change from one asked for after it. */
  let generation = 0;

  function forget(): void {
    generation += 1;
    known = undefined;
    // Not closed: a deploy may be going through one of them, and ends on the connection that it began on.
    sessions.clear();
    changed.fire();
  }

  async function connectionFor(region: string | undefined): Promise<Connection> {
    const choice = choiceOf(settings(), memory.get());
    const asked = region ?? (settings().region || undefined);
    switch (choice.kind) {
      case 'none':
        throw new UserError('No connection is selected. Choose an AWS profile, an endpoint or the sandbox.', [
          SELECT_CONNECTION,
          { title: 'Start sandbox', command: 'ecsTopology.startSandbox' },
        ]);
      case 'sandbox': {
        const sandbox = await dependencies.startSandbox();
        return {
          kind: 'sandbox',
          region: asked ?? DEFAULT_REGION,
          attach: (client) => sandbox.attach(client),
          label: 'Sandbox',
        };
      }
      case 'endpoint':
        return { ...choice, url: httpUrl(choice.url), region: asked ?? DEFAULT_REGION };
      case 'aws': {
        const own =
          asked ??
          (choice.profile === undefined ? undefined : await dependencies.profileRegion(choice.profile));
        if (own === undefined) {
          throw new UserError(
            'No region is known. Write "region" into the topology, or choose one with the connection.',
            [SELECT_CONNECTION],
          );
        }
        return { ...choice, region: own };
      }
    }
  }

  async function opened(region: string | undefined): Promise<Session> {
    const asked = generation;
    const session = await dependencies.open(await connectionFor(region));
    if (asked !== generation) {
      throw new Cancelled('The connection was changed meanwhile.');
    }
    const { account } = session.identity;
    if (known?.account !== account || known.region !== session.region) {
      known = { account, region: session.region };
      changed.fire();
    }
    return session;
  }

  const refusal = () =>
    whyProtected(settings(), choiceOf(settings(), memory.get()), dependencies.defaultProfile ?? 'default');

  return {
    get refusal() {
      return refusal();
    },
    ensureMayChange() {
      const reason = refusal();
      if (reason === undefined) return;
      throw new UserError(reason, [
        {
          title: 'Open settings',
          command: 'workbench.action.openSettings',
          args: [/readOnly/.test(reason) ? 'ecsTopology.readOnly' : 'ecsTopology.protectedProfiles'],
        },
        SELECT_CONNECTION,
      ]);
    },
    get choice() {
      return choiceOf(settings(), memory.get());
    },
    get summary() {
      return summaryOf(choiceOf(settings(), memory.get()), known, settings().region);
    },
    onDidChange: changed.event,
    session(region, signal) {
      if (!dependencies.isTrusted()) {
        return Promise.reject(
          new UserError('This workspace is not trusted: no credentials are read and nothing is called.', [
            { title: 'Manage workspace trust', command: 'workbench.trust.manage' },
          ]),
        );
      }
      const key = region ?? '';
      const session = sessions.get(key) ?? opened(region);
      sessions.set(key, session);
      // A failure is not kept: the next one who asks asks again.
      session.catch(() => {
        if (sessions.get(key) === session) sessions.delete(key);
      });
      return untilAborted(session, signal);
    },
    async select(choice, region) {
      memory.set(choice.kind === 'none' ? undefined : choice.kind);
      await dependencies.writeSettings({
        ...(choice.kind === 'aws' && { profile: choice.profile ?? '', endpoint: '' }),
        ...(choice.kind === 'endpoint' && { endpoint: choice.url, profile: choice.profile ?? '' }),
        ...(region !== undefined && { region }),
      });
      forget();
    },
    forget,
    dispose: forget,
  };
}

/** Settings name profile and endpoint; what was chosen by command also knows the sandbox and the default chain. */
export function choiceOf(
  { profile, endpoint }: Pick<Settings, 'profile' | 'endpoint'>,
  chosen: Choice['kind'] | undefined,
): Choice {
  const named = profile === '' ? {} : { profile };
  if (chosen === 'sandbox') return { kind: 'sandbox' };
  if (endpoint !== '') return { kind: 'endpoint', url: endpoint, ...named };
  if (profile !== '' || chosen === 'aws') return { kind: 'aws', ...named };
  return { kind: 'none' };
}

function summaryOf(
  choice: Choice,
  known: { readonly account: string; readonly region: string } | undefined,
  region: string,
): ConnectionSummary {
  return { label: labelOf(choice), kind: choice.kind, ...(region !== '' && { region }), ...known };
}

function labelOf(choice: Choice): string {
  switch (choice.kind) {
    case 'none':
      return 'No connection';
    case 'sandbox':
      return 'Sandbox';
    case 'aws':
      return choice.profile ?? 'Default credentials';
    case 'endpoint':
      return URL.canParse(choice.url) ? new URL(choice.url).host : choice.url;
  }
}

function httpUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return url;
  throw new UserError(
    `The endpoint is no address that can be called; write one such as http://127.0.0.1:5000: ${url}`,
    [
      {
        title: 'Open settings',
        command: 'workbench.action.openSettings',
        args: ['ecsTopology.endpoint'],
      },
    ],
  );
}

/** Somebody else may wait for the same session: only this caller lets go of it. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
