import type { Bucket } from './dataPlane/throttle';
import type { EventBody } from './events';
import type { FaultPlan } from './faults/faultPlan';
import type { PolicyDocument } from './iam/policyDocument';
import type { Latencies } from './latencies';
import type { LogLine } from './logs/state';
import type { ShellSession } from './shell/session';
import { regionOf, type RegionState, type World } from './world';

/** What the parts of the account share: the world, its time and its chance. */
export interface Simulation {
  readonly world: World;
  /** Milliseconds; while an event runs, the time of that event. */
  now(): number;
  random(): number;
  /** Lets something happen after `seconds` of the account's time. */
  schedule(region: string, seconds: number, body: EventBody): void;
  /** How long `seconds` of the account's time are, in milliseconds of the clock. */
  scaled(seconds: number): number;
  /** The invoke address of an API, without stage. */
  apiEndpoint(region: string, apiId: string): string;
  /** Local programs that stand in for a service's containers: service name → origin. */
  readonly backends: ReadonlyMap<string, string>;
  /** Live tails and others who want each log line as it is written. Not part of the world. */
  readonly logListeners: Set<(line: LogLine) => void>;
  /** Terminals into containers, by id; the oldest first. Not part of the world. */
  readonly sessions: Map<string, ShellSession>;
  /** Where a terminal talks to its session. */
  sessionUrl(id: string): string;
  /** Lets so many seconds of the account's time pass for whoever waits; rejects when they go away meanwhile. */
  pause(seconds: number, signal: AbortSignal): Promise<void>;
  /** Throttles of stages and routes. Not part of the world. */
  readonly buckets: Map<string, Bucket>;
  /** How long what happens by itself takes. */
  readonly latencies: Latencies;
  /** What goes wrong; nothing without it. */
  readonly faults?: FaultPlan;
  /** What whoever signs a request may do; everything without it. */
  readonly allowed?: readonly PolicyDocument[];
  /** Something outside of calls and events has changed the world: a request wrote a log line. */
  changed(): void;
}

/** What a command or an event of one region works on. */
export interface Context extends Simulation {
  readonly region: RegionState;
}

/** The simulation seen from one region. */
export function inRegion(simulation: Simulation, name: string): Context {
  return { ...simulation, region: regionOf(simulation.world, name) };
}

/** Schedules in the context's own region. */
export function after(context: Context, seconds: number, body: EventBody): void {
  context.schedule(context.region.name, seconds, body);
}

/** `arn:aws:<service>:<region>:<account>:<resource>`. */
export function arn(context: Context, service: string, resource: string): string {
  return `arn:aws:${service}:${context.region.name}:${context.world.account}:${resource}`;
}
