import type { EventBody } from '../events';

/** What goes wrong with one call. `After` means that the account carried it out all the same. */
export type CallFault =
  /** Refused for being one too many. */
  | 'throttle'
  /** Refused because another change of the same API is under way. */
  | 'conflict'
  | 'serverError'
  | 'serverErrorAfter'
  /** The connection breaks before anything was read of the request. */
  | 'reset'
  /** Carried out; the connection breaks before the answer. */
  | 'lostReply'
  /** Nothing comes back until the caller gives up. */
  | 'hang'
  | 'hangAfter'
  /** The answer is that of some seconds ago. */
  | 'staleRead'
  /** The caller's process dies before the request leaves it, after the commit, or with the answer in its hands. */
  | 'crashBefore'
  | 'crashAfterCommit'
  | 'crashAfterReply';

/** One call, as far as chance is concerned. */
export interface FaultyCall {
  /** `<client>.<command>` without the words Client and Command: `ApiGatewayV2.CreateApi`. */
  readonly name: string;
  readonly change: boolean;
}

/** What of the account's own doing can fail. */
export type Undertaking = 'vpcLink' | 'loadBalancer' | 'namespace' | 'task';

/** Everything that goes wrong in a sandbox. Without one nothing does. */
export interface FaultPlan {
  /** Asked once a call, in the order of arrival. */
  ofCall(call: FaultyCall): CallFault | undefined;
  /** By how many seconds of the account's time a stale read is behind; 0 to 30. Asked only for `staleRead`. */
  staleness(call: FaultyCall): number;
  /** Factor on how long something takes that happens by itself; 1 is as published. */
  slowness(event: EventBody['kind']): number;
  /** Whether what just ends fails. Asked once an attempt. */
  fails(undertaking: Undertaking): boolean;
  /** Seconds of the account's time in which a new role cannot be assumed yet. */
  readonly rolePropagation: number;
  /**
   * Told that a process which calls over HTTP is to die, as soon as it is time: its call stays without an answer, or the
   * answer has just left. Whoever runs the process kills it.
   */
  readonly onCrash?: (crash: CrashError) => void;
}

/** The process that made a call is to die. Not an answer of the account: whoever runs the process catches it. */
export class CrashError extends Error {
  override readonly name = 'CrashError';

  constructor(
    readonly fault: 'crashBefore' | 'crashAfterCommit' | 'crashAfterReply',
    call: FaultyCall,
    /** Of `crashAfterReply`: what the process still gets before it dies, an output or an error. */
    readonly reply?: Promise<object>,
  ) {
    super(`${fault} ${call.name}`);
  }
}
