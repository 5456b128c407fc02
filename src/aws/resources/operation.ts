import { GetOperationCommand } from '@aws-sdk/client-servicediscovery';
import type { Account } from '../account';
import type { AwsError } from '../errors';
import { failedError, isCode } from '../errors';
import { notYet, waitFor } from '../wait';
import { must } from './common';

const CALL = { service: 'servicediscovery', operation: 'GetOperation' } as const;

/**
 * Cloud Map does its work in operations: SUBMITTED → PENDING → SUCCESS or FAIL. Returns what it was about, by
 * `NAMESPACE`, `SERVICE`, `INSTANCE`. A failed one is an error with the code that the call itself would have had
 * (`ConflictingDomainExists`).
 */
export async function awaitOperation(
  account: Account,
  started: Promise<{ readonly OperationId?: string | undefined }>,
  what: string,
  signal?: AbortSignal,
): Promise<Partial<Record<string, string>>> {
  const OperationId = await idOf(started);
  return waitFor(
    account,
    {
      what,
      call: CALL,
      every: 2_000,
      giveUp: 5 * 60_000,
      async look() {
        const { Operation } = await account.send(
          account.clients.servicediscovery,
          new GetOperationCommand({ OperationId }),
          { signal },
        );
        switch (Operation?.Status) {
          case 'SUCCESS':
            return { done: true, value: Operation.Targets ?? {} };
          case 'FAIL':
            throw failed(what, Operation.ErrorCode, Operation.ErrorMessage);
          default:
            return notYet(`the operation is ${Operation?.Status ?? 'unknown'}`);
        }
      },
    },
    signal,
  );
}

/** A call whose answer was lost is sent again, and told that its operation is under way already. */
async function idOf(started: Promise<{ readonly OperationId?: string | undefined }>): Promise<string> {
  try {
    return must((await started).OperationId, 'OperationId');
  } catch (error) {
    if (isCode(error, 'DuplicateRequest') && error.operationId !== undefined) return error.operationId;
    throw error;
  }
}

function failed(what: string, code = 'Failed', reason = 'AWS gives no reason'): AwsError {
  // The clash with a hosted zone of the VPC only shows here. Source: route53:AssociateVPCWithHostedZone's error text.
  const conflicting = /already been associated|same domain name/i.test(reason);
  return failedError(`${what} failed`, reason, {
    ...CALL,
    code: conflicting ? 'ConflictingDomainExists' : code,
  });
}
