import type { StageState } from '../apiGateway/state';
import type { Context } from '../context';
import { hex } from '../ids';
import { writeLine } from '../logs/write';

/** Values of `$context.…` by name, without the prefix. */
export type RequestContext = Readonly<Record<string, string>>;

/** Writes the stage's line for a request; what a name does not have is `-`, as on AWS. */
export function writeAccessLog(context: Context, stage: StageState, values: RequestContext): void {
  const { DestinationArn: arn, Format: format } = stage.accessLog ?? {};
  const group = context.region.logs.groups.get(arn?.split(':log-group:')[1] ?? '');
  if (!group || format === undefined) return;
  const line = format.replace(/\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/g, (_whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined || value === '' ? '-' : value;
  });
  // One stream goes on as long as the group has one; names are random (aws-reference §5).
  const [stream] = group.streams.keys();
  writeLine(context, group, stream ?? hex(context.random, 32), line);
}

/** `22/Nov/2026:14:16:49 +0000`, the Common Log Format that `$context.requestTime` has. */
export function requestTime(time: number): string {
  const [, day, month, year, clock] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return `${day ?? ''}/${month ?? ''}/${year ?? ''}:${clock ?? ''} +0000`;
}
