import { createAccount, type Account } from '../aws/account';
import type { Clock } from '../aws/clock';
import { createCloud } from '../aws/cloud';
import type { Connection } from '../aws/connection';
import type { Identity } from '../aws/identity';
import type { Call } from '../aws/send';
import type { Cloud } from '../engine/provider';

/** An open connection of which it is known whose it is. */
export interface Session {
  readonly account: Account;
  readonly cloud: Cloud;
  readonly identity: Identity;
  readonly region: string;
}

export interface SessionOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly onCall?: (call: Call) => void;
  /** Why nothing may be changed, in a sentence; undefined while it may. */
  readonly refusal?: () => string | undefined;
  /** Scales polling and back-off, unless it is to be as usual for the connection. */
  readonly pace?: number;
  readonly signal?: AbortSignal;
}

/** Opens a connection and asks whose it is, before anything else. */
export async function openSession(connection: Connection, options: SessionOptions): Promise<Session> {
  const { signal, ...accountOptions } = options;
  const account = createAccount(connection, accountOptions);
  try {
    const identity = await account.identity(signal);
    const cloud = createCloud(account);
    return { account, cloud, identity, region: connection.region };
  } catch (error) {
    account.dispose();
    throw error;
  }
}
