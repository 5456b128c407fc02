import type { LogGroupClass } from '@aws-sdk/client-cloudwatch-logs';
import type { Tags } from '../tags';

/** CloudWatch Logs of one region. */
export interface LogsState {
  readonly groups: Map<string, LogGroupState>;
  /** By name: who else may write here. */
  readonly resourcePolicies: Map<string, { readonly document: string; readonly updatedAt: number }>;
}

export interface LogGroupState {
  readonly name: string;
  readonly createdAt: number;
  readonly class: LogGroupClass;
  readonly kmsKeyId: string | undefined;
  retentionInDays: number | undefined;
  readonly tags: Tags;
  readonly streams: Map<string, LogStreamState>;
}

export interface LogStreamState {
  readonly name: string;
  readonly createdAt: number;
  /** Ordered by time. */
  readonly events: LogEventState[];
}

interface LogEventState {
  readonly id: string;
  readonly timestamp: number;
  readonly ingestedAt: number;
  readonly message: string;
}

/** A line as it is written, for those who listen. */
export interface LogLine extends LogEventState {
  readonly region: string;
  readonly group: string;
  readonly stream: string;
}
