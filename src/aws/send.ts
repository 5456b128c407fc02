import { setMaxListeners } from 'node:events';
import type { Client, Command, MetadataBearer } from '@smithy/types';
import type { Budget } from './budget';
import type { Clock } from './clock';
import { mayHaveHappened, refusedError, type AwsError } from './errors';
import { isExpired, type Renewal } from './renewal';
import { raceAbort } from './raceAbort';
import { makesAnew, nextTry, type RetryState } from './retry';
import { toAwsError } from './sdkErrors';
import { serviceKey, type ServiceKey } from './services';
import type { Urgency } from './urgency';

/** One attempt, as the log of calls shows it. Input and output are not part of it. */
export interface Call {
  readonly service: ServiceKey;
  /** E.g. `CreateService`. */
  readonly operation: string;
  /** Id of the resource that it was made for, where the caller said. */
  readonly resource?: string;
  readonly durationMs: number;
  readonly requestId?: string;
  /** The SDK's name of the error. */
  readonly error?: string;
}

export interface SendOptions {
  readonly signal?: AbortSignal;
  /** Id of the resource that the call is made for: for the log, and for who goes first where calls have to wait. */
  readonly resource?: string;
  /** Told why it has to be sent again, before the wait for that; what it throws ends the call instead. */
  readonly onRetry?: (error: AwsError) => void | Promise<void>;
}

const READS = /^(Describe|Discover|Filter|Get|List|Simulate|StartLiveTail)/;

/** Whether an operation changes nothing; such a call may be left at any time. */
export function isRead(operation: string): boolean {
  return READS.test(operation);
}

/**
 * Sends a command: within the budget, retried by our own table, with every failure as an `AwsError`. When the signal
 * aborts a read rejects at once and all waiting ends, but a change that is under way lands: else nobody knew of it. What makes something new is not sent again when its answer is lost; see `createOnce`.
 */
export type Send = <
  ClientInput extends object,
  Input extends ClientInput,
  ClientOutput extends MetadataBearer,
  Output extends ClientOutput,
  Config extends { readonly serviceId: string },
>(
  client: Client<ClientInput, ClientOutput, Config>,
  command: Command<ClientInput, Input, ClientOutput, Output, Config>,
  options?: SendOptions,
) => Promise<Output>;

/** What sending depends on. */
export interface SendDependencies {
  readonly budget: Budget;
  readonly urgency: Urgency;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Named in messages. */
  readonly profile?: string;
  /** The address of an endpoint that is not AWS. */
  readonly endpoint?: string;
  readonly onCall?: (call: Call) => void;
  /** Scales the waits between attempts; below 1 for worlds that are faster than AWS. */
  readonly pace: number;
  /** Why nothing may be changed, in a sentence; undefined while it may. Whatever changes something passes here. */
  readonly refusal?: (() => string | undefined) | undefined;
  /** What to do when the session has expired; without it the call fails. */
  readonly renewal?: Renewal;
}

export function createSend(dependencies: SendDependencies): Send {
  const { clock, random, budget, urgency, pace, renewal } = dependencies;
  return async (client, command, { signal, resource, onRetry } = {}) => {
    const service = serviceKey(client.config.serviceId);
    const operation = operationOf(command);
    const leaving = isRead(operation) ? signal : undefined;
    const refusal = isRead(operation) ? undefined : dependencies.refusal?.();
    if (refusal !== undefined) throw refusedError(refusal, { service, operation });
    // Hundreds of calls of one run listen to one signal; that is no leak.
    if (signal) setMaxListeners(0, signal);
    let state: RetryState | undefined;
    for (;;) {
      await raceAbort(renewal?.settled(), signal);
      await budget.take(service, operation, { urgency: urgency.of(resource), signal });
      const session = renewal?.session ?? 0;
      const attempt = await observed({ service, operation, resource }, () =>
        client.send(command, { abortSignal: leaving }),
      );
      if ('output' in attempt) return attempt.output;
      // It was refused at the door, so whatever it is may be sent again.
      if (isExpired(attempt.error) && (await raceAbort(renewal?.renewed(attempt.error, session), signal)))
        continue;
      if (attempt.error.kind === 'throttled') budget.refused(service, operation);
      const next =
        makesAnew(operation) && mayHaveHappened(attempt.error)
          ? undefined
          : nextTry(attempt.error, clock.now(), random, state);
      if (!next) throw attempt.error;
      state = next.state;
      await onRetry?.(attempt.error);
      await clock.sleep(next.wait * pace, signal);
    }

    async function observed<T extends MetadataBearer>(
      call: Pick<Call, 'service' | 'operation' | 'resource'>,
      attempt: () => Promise<T>,
    ): Promise<{ output: T } | { error: AwsError }> {
      const started = clock.now();
      const report = (rest: Pick<Call, 'requestId' | 'error'>) =>
        dependencies.onCall?.({ ...call, ...rest, durationMs: clock.now() - started });
      try {
        const output = await raceAbort(attempt(), leaving);
        report({ requestId: output.$metadata?.requestId });
        return { output };
      } catch (cause) {
        if (leaving?.aborted) {
          report({ error: 'Aborted' });
          throw leaving.reason;
        }
        const error = toAwsError(cause, {
          ...call,
          profile: dependencies.profile,
          endpoint: dependencies.endpoint,
        });
        report({ requestId: error.requestId, error: error.code });
        return { error };
      }
    }
  };
}

/** The SDK's schema names the operation; the command's class name does not survive minification. */
export function operationOf(command: { readonly schema?: unknown }): string {
  const schema: unknown = command.schema;
  const name: unknown = Array.isArray(schema) ? schema[2] : undefined;
  if (typeof name !== 'string') throw new Error('A command without a schema: the SDK has changed');
  return name;
}
