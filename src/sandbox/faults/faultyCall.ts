import type { SandboxClock } from '../clock';
import { isChange, type SandboxRequest } from '../dispatch';
import type { World } from '../world';
import {
  concurrentModification,
  connectionReset,
  replyTimeout,
  serverError,
  throttledError,
} from './faultErrors';
import { CrashError, type CallFault, type FaultPlan, type FaultyCall } from './faultPlan';
import { createHistory } from './history';

type Request = SandboxRequest & { readonly signal?: AbortSignal };

export interface FaultyAccount {
  readonly plan: FaultPlan;
  readonly clock: SandboxClock;
  readonly world: World;
  now(): number;
  /** Milliseconds of the clock in so many seconds of the account's time. */
  scaled(seconds: number): number;
  /** Carries a call out, in the world as it is or in one that is behind. */
  carryOut(request: SandboxRequest, world?: World): Promise<object>;
}

/** The longest that a read is behind, in seconds of the account's time (performance.md §f, F6). */
const longestStaleness = 30;

/** As our clients' `requestTimeout`: what hangs is given up by the caller. */
const replySeconds = 60;

/** Reads that are never behind: who one is, and operations, which are asked for by the id that their start returned. */
const consistent = /\.(GetCallerIdentity|GetOperation)$/;

/** Puts a plan of faults between the callers and the account. */
export function createFaultyCall(account: FaultyAccount): (request: Request) => Promise<unknown> {
  const { plan, clock, world, carryOut } = account;
  const history = createHistory(account.scaled(longestStaleness));

  async function committed(request: Request, call: FaultyCall): Promise<object> {
    if (call.change) history.remember(world, account.now());
    return carryOut(request);
  }

  async function behind(request: Request, call: FaultyCall): Promise<object> {
    const seconds = Math.min(longestStaleness, plan.staleness(call));
    return carryOut(request, history.at(account.now() - account.scaled(seconds)));
  }

  return async ({ signal, ...request }) => {
    const call = callOf(request);
    const fault = plan.ofCall(call);
    if (fault === undefined) return committed(request, call);
    if (fault === 'staleRead' && !call.change && !consistent.test(call.name)) return behind(request, call);
    if (fault === 'staleRead') return committed(request, call);
    if (isBefore(fault)) throw await refusal(fault);
    const reply = committed(request, call);
    // A refusal gets lost like any other answer.
    await Promise.allSettled([reply]);
    throw await afterwards(fault, reply);

    async function refusal(kind: Before): Promise<unknown> {
      switch (kind) {
        case 'throttle':
          return throttledError(request.client);
        case 'conflict':
          return concurrentModification();
        case 'serverError':
          return serverError(request.client);
        case 'reset':
          return connectionReset();
        case 'hang':
          return silence();
        case 'crashBefore':
          return new CrashError(kind, call);
      }
    }

    async function afterwards(kind: After, reply: Promise<object>): Promise<unknown> {
      switch (kind) {
        case 'serverErrorAfter':
          return serverError(request.client);
        case 'lostReply':
          return connectionReset();
        case 'hangAfter':
          return silence();
        case 'crashAfterCommit':
          return new CrashError(kind, call);
        case 'crashAfterReply':
          return new CrashError(kind, call, reply);
      }
    }

    /** Nothing comes, until the caller's patience or its signal ends. */
    async function silence(): Promise<unknown> {
      return new Promise((resolve) => {
        const end = (error: unknown) => {
          cancel();
          signal?.removeEventListener('abort', onAbort);
          resolve(error);
        };
        const onAbort = () => end(signal?.reason);
        const cancel = clock.setTimer(clock.now() + replySeconds * 1000, () =>
          end(replyTimeout(replySeconds)),
        );
        signal?.addEventListener('abort', onAbort, { once: true });
        if (signal?.aborted) onAbort();
      });
    }
  };
}

type Before = 'throttle' | 'conflict' | 'serverError' | 'reset' | 'hang' | 'crashBefore';
type After = Exclude<CallFault, Before | 'staleRead'>;

function isBefore(fault: Exclude<CallFault, 'staleRead'>): fault is Before {
  return ['throttle', 'conflict', 'serverError', 'reset', 'hang', 'crashBefore'].includes(fault);
}

function callOf({ client, command }: SandboxRequest): FaultyCall {
  const name = `${client.replace(/Client$/, '')}.${command.replace(/Command$/, '')}`;
  return { name, change: isChange(command) };
}
