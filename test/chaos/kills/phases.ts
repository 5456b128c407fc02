import type { JsonValue } from '../../../src/model/json';
import { dumpOf } from '../../../src/sandbox/dump/dump';
import type { Thing } from '../../../src/sandbox/dump/thing';
import { changed, template } from '../documents';
import { wholeDump } from '../invariants';

/** Something done with the command line. */
export interface Phase {
  readonly name: 'create' | 'update' | 'replace' | 'destroy';
  readonly document: JsonValue;
  readonly command: 'deploy' | 'destroy';
  readonly options: readonly string[];
  /** By which two accounts that have come to the same are equal. */
  readonly dump: (things: readonly Thing[]) => string;
}

const chain = template('two-services');
const DEPLOY = { command: 'deploy', options: ['--yes', '--json'] } as const;

/** The first deploy of the two-service chain. */
export const CREATE: Phase = { name: 'create', document: chain, ...DEPLOY, dump: dumpOf };

/** What is done with the chain once it stands, each from there. */
export const LATER_PHASES: readonly Phase[] = [
  {
    name: 'update',
    document: changed(
      chain,
      'another image',
      'a variable',
      'three tasks',
      'tighter throttles',
      'a further route',
      'no cross-zone',
    ),
    ...DEPLOY,
    dump: wholeDump,
  },
  {
    name: 'replace',
    document: changed(chain, 'another port', 'one subnet', 'another cluster', 'another namespace'),
    ...DEPLOY,
    dump: wholeDump,
  },
  {
    name: 'destroy',
    document: chain,
    command: 'destroy',
    options: ['--yes', '--logs', '--json'],
    dump: dumpOf,
  },
];
