import {
  GetOperationCommand,
  ListOperationsCommand,
  type OperationType,
} from '@aws-sdk/client-servicediscovery';
import type { Account } from '../account';
import { AwsError, failedError, isCode } from '../errors';
import { DONE, notYet, waitFor } from '../wait';
import { must, pages } from './common';

const CALL = { service: 'servicediscovery', operation: 'GetOperation' } as const;

/**
 * Cloud Map does its work in operations: SUBMITTED → PENDING → SUCCESS or FAIL. Returns what it was about, by
 * `NAMESPACE`, `SERVICE`, `INSTANCE`. A failed one is an error with the code that the call itself would have had
 * (`ConflictingDomainExists`). `expected` is in milliseconds; most take as long as the developer guide's sample, 4 s.
 */
export async function awaitOperation(
  account: Account,
  started: Promise<{ readonly OperationId?: string | undefined }>,
  { what, expected = 4_000 }: { readonly what: string; readonly expected?: number },
  signal?: AbortSignal,
): Promise<Partial<Record<string, string>>> {
  const OperationId = await idOf(started);
  return waitFor(
    account,
    {
      what,
      call: CALL,
      expected,
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

/** Anybody's may take its time; ours take a minute at most. */
const PATIENCE_MS = 2 * 60_000;

/** Waits until no operation of the types is under way, whoever began it; after two minutes it is not waited for any more. */
export async function noOperations(
  account: Account,
  types: readonly OperationType[],
  signal?: AbortSignal,
): Promise<void> {
  const { clients, send, clock, pace } = account;
  const started = clock.now();
  const Filters = [
    { Name: 'TYPE' as const, Values: [...types], Condition: 'IN' as const },
    { Name: 'STATUS' as const, Values: ['SUBMITTED', 'PENDING'], Condition: 'IN' as const },
  ];
  await waitFor(
    account,
    {
      what: `Operations of type ${types.join(' or ')}`,
      call: { service: 'servicediscovery', operation: 'ListOperations' },
      expected: 30_000,
      giveUp: 2 * PATIENCE_MS,
      async look() {
        const operations = await pages(async (NextToken) => {
          const command = new ListOperationsCommand({ Filters, NextToken });
          const page = await unlessUnsupported(send(clients.servicediscovery, command, { signal }));
          return { items: page?.Operations, next: page?.NextToken };
        });
        // Emulators do not filter.
        const open = operations.filter(({ Status }) => Status === 'SUBMITTED' || Status === 'PENDING');
        const late = clock.now() - started >= PATIENCE_MS * pace;
        return open.length === 0 || late ? DONE : notYet(`${open.length} are under way`);
      },
    },
    signal,
  );
}

/** Undefined where an emulator does not know the call; it does everything at once. */
async function unlessUnsupported<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsError && error.kind === 'unsupported') return undefined;
    throw error;
  }
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
