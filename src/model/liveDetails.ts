import type { HealthState } from './protocol';

/** What AWS tells of one task, deployment, target, instance, or event, as a line of a list. */
export interface DetailRow {
  /** Tells rows of a list apart. */
  readonly key: string;
  readonly state: HealthState;
  /** What people call it: the start of a task's id, `users:3`, `10.0.1.7:80`. */
  readonly name: string;
  /** AWS's words for how it is, and what else tells it from the others. */
  readonly text?: string;
  /** Why it is so, in AWS's words. */
  readonly reason?: string;
  /** When it began or happened, in milliseconds since the epoch. */
  readonly at?: number;
  /** Of a task: what commands about it take. */
  readonly task?: string;
}

/** One list of what is behind a node or wire. */
export interface DetailList {
  readonly title: 'Tasks' | 'Deployments' | 'Targets' | 'Instances' | 'Events';
  readonly rows: readonly DetailRow[];
  /** How many more there are than are told. */
  readonly more?: number;
  /** Why the list is not known. */
  readonly unknown?: string;
}
