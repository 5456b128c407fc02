import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Clients } from './clients';
import { failedError } from './errors';
import type { Send } from './send';

/** Who the credentials belong to. */
export interface Identity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
}

/** Needs no permission, so it tells working credentials from others. */
export async function getIdentity(clients: Clients, send: Send, signal?: AbortSignal): Promise<Identity> {
  const { Account: account, Arn: arn } = await send(clients.sts, new GetCallerIdentityCommand({}), {
    signal,
  });
  if (account === undefined || arn === undefined) {
    throw failedError('The endpoint does not say who you are', 'GetCallerIdentity has no account', {
      service: 'sts',
      operation: 'GetCallerIdentity',
    });
  }
  return { account, arn, partition: arn.split(':')[1] ?? 'aws' };
}
