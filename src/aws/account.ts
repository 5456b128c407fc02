import { createBudget, unlimitedBudget, type Budget } from './budget';
import { createClients, type Clients } from './clients';
import type { Clock } from './clock';
import type { Connection } from './connection';
import { accountChanged } from './errors';
import { getIdentity, type Identity } from './identity';
import { createRenewal, type Ask } from './renewal';
import { createSend, type Call, type Send } from './send';
import { SERVICE_IDS } from './services';
import { createUrgency, type Urgency } from './urgency';

/** One connection, open: what providers, inventory and live status call AWS with. */
export interface Account {
  readonly connection: Connection;
  readonly clients: Clients;
  readonly send: Send;
  readonly urgency: Urgency;
  readonly clock: Clock;
  readonly random: () => number;
  /** Scales polling and back-off; 1 on AWS. */
  readonly pace: number;
  /** Asked once; a failure is asked again. */
  identity(signal?: AbortSignal): Promise<Identity>;
  /** Attempts so far, by `<service id without spaces>.<operation>`, e.g. `ECS.CreateService`. */
  readonly counters: Readonly<Record<string, number>>;
  /** Whom to ask when the session expires, until the returned function is called; else calls fail. */
  askWhenExpired(ask: Ask): () => void;
  /** Closes connections. */
  dispose(): void;
}

export interface AccountOptions {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Told of every attempt. */
  readonly onCall?: (call: Call) => void;
  /** AWS's limits on AWS, none elsewhere, unless given. */
  readonly budget?: Budget;
  /** Why nothing may be changed, in a sentence; undefined while it may. */
  readonly refusal?: () => string | undefined;
  /** 1 on AWS, a tenth on emulators, as fast as a sandbox that nobody has set otherwise, unless given. */
  readonly pace?: number;
}

/** Seconds that pass in one of AWS's. The sandbox's time runs thirty times faster unless its options say otherwise. */
const PACES = { aws: 1, endpoint: 0.1, sandbox: 1 / 30 };

/** Opens a connection. Nothing is called and no credentials are read before the first use. */
export function createAccount(connection: Connection, options: AccountOptions): Account {
  const { clock, random, onCall } = options;
  const onAws = connection.kind === 'aws';
  const pace = options.pace ?? PACES[connection.kind];
  const clients = createClients(connection);
  const urgency = createUrgency();
  const counters: Record<string, number> = {};
  const dependencies = {
    clock,
    random,
    pace,
    urgency,
    refusal: options.refusal,
    budget: options.budget ?? (onAws ? createBudget(clock) : unlimitedBudget()),
    ...(connection.kind !== 'sandbox' && connection.profile !== undefined && { profile: connection.profile }),
    ...(connection.kind === 'endpoint' && { endpoint: connection.url }),
    onCall(call: Call) {
      const key = `${SERVICE_IDS[call.service].replaceAll(' ', '')}.${call.operation}`;
      counters[key] = (counters[key] ?? 0) + 1;
      onCall?.(call);
    },
  };
  let known: Promise<Identity> | undefined;
  const renewal = createRenewal(async () => {
    clients.renewCredentials();
    const [before, now] = await Promise.all([known, getIdentity(clients, createSend(dependencies))]);
    if (before && before.account !== now.account) throw accountChanged(before.account, now.account);
  });
  const send = createSend({ ...dependencies, renewal });
  return {
    connection,
    clients,
    send,
    urgency,
    clock,
    random,
    pace,
    counters,
    identity(signal) {
      known ??= getIdentity(clients, send, signal).catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },
    askWhenExpired: (ask) => renewal.askWith(ask),
    dispose: () => clients.destroy(),
  };
}
