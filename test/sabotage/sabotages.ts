/** A bug that somebody could write, and the tests that are there because of it. */
export interface Sabotage {
  readonly bug: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  readonly ring: 'unit' | 'chaos';
  readonly tests: readonly string[];
}

/** The text of a file with the bug in it. Throws where the list no longer fits the sources. */
export function sabotaged(text: string, { bug, file, find, replace }: Sabotage): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`Stands ${parts.length - 1} times in ${file}: ${bug}`);
  return parts.join(replace);
}

const ENGINE = ['test/unit/engine'];
const CLOUD = ['test/unit/aws'];
const LOGS = ['test/unit/live/logs.test.ts', 'test/unit/live/logs/live.test.ts'];
const LIVE = ['test/unit/live/evolution.test.ts', 'test/unit/live/sandbox.test.ts'];

function engine(bug: string, name: string, find: string, replace: string): Sabotage {
  return { bug, file: `src/engine/${name}.ts`, find, replace, ring: 'unit', tests: ENGINE };
}

function aws(bug: string, name: string, find: string, replace: string, tests = CLOUD): Sabotage {
  return { bug, file: `src/aws/${name}.ts`, find, replace, ring: 'unit', tests };
}

/** Every safeguard of the engine, taken away. */
export const SABOTAGES: readonly Sabotage[] = [
  engine(
    'a new job starts after a cancel',
    'jobs',
    "if (options.signal?.aborted) return { state: 'cancelled' };",
    '',
  ),
  engine(
    'a failure does not stop what depends on it',
    'jobs',
    "const missing = needed.find(([, needEnd]) => needEnd.state !== 'done');",
    "const missing = needed.find(([key]) => key === '');",
  ),
  engine(
    'of two twins the younger one counts',
    'plan',
    'return a.created < b.created ? -1 : 1;',
    'return a.created < b.created ? 1 : -1;',
  ),
  engine(
    'what cannot be changed in place is updated',
    'compare',
    '!difference.changes.some(({ replaces }) => replaces)',
    'difference.changes.length >= 0',
  ),
  engine(
    'a stale mark stays, and drift is misjudged for ever',
    'compare',
    'found.applied !== undefined && found.applied !== markOf(resource, provider)',
    'found.id === undefined',
  ),
  engine(
    "people's tags are not brought up to the file",
    'compare',
    '.filter(([key, value]) => present[key] !== value)',
    '.filter(([key]) => present[key] === undefined)',
  ),
  engine(
    'a half-done replacement counts as changed by hand',
    'drift',
    '!strings(change.before).some((text) => ours.has(text))',
    'true',
  ),
  engine(
    'drift of one property hides what the file changed in another',
    'drift',
    'isAsApplied(',
    '((..._: unknown[]) => true)(',
  ),
  engine('lists without an order differ by their order', 'diff', 'isSet ? [', 'isSet && false ? ['),
  engine(
    'a replacement is not known again by its longer name',
    'diff',
    'name !== wanted && name === withSuffix(wanted, limit, name.slice(-4)) ? wanted : name',
    'name',
  ),
  engine(
    'two replacements in a row get one name',
    'carryOut',
    '[found, ...plan.deletes.map((one) => one.found)]',
    '[found]',
  ),
  engine(
    'the old target group is let go of before the new one serves',
    'changeJobs',
    '.filter(([, beside]) => successors.some((successor) => beside.has(successor)))',
    '.filter(([, beside]) => beside.size < 0)',
  ),
  engine(
    'a replacement that was interrupted is not handed over the next time',
    'moves',
    'return [...leftovers, ',
    'return [',
  ),
  engine(
    'a registry is not let go of before it is deleted',
    'moves',
    'const going = lettingGo ? ',
    'const going = lettingGo && deletedFirst.length < 0 ? ',
  ),
  engine(
    'a target group without a listener is not let go of with the registry',
    'moves',
    'return going.length === 0 ? [] : [...going, ',
    'return going.length < Infinity ? going : [...going, ',
  ),
  engine(
    'rules are taken away from under what still runs',
    'changeJobs',
    'if (later.length > 0) ',
    'if (later.length < 0) ',
  ),
  engine(
    'the old one is deleted beside the making of the new one',
    'changeJobs',
    '[...needs, `make ${successor}`]',
    'needs',
  ),
  engine(
    'the delete that makes room waits for what takes it',
    'changeJobs',
    'needs.filter((need) => !isBehind(jobs, need, made))',
    'needs.filter((need) => need !== made)',
  ),
  engine(
    'deletes go in any order',
    'holders',
    'if (other.pointsTo.some((id) => names.has(id))) return !pointsTo(thing, other) || later(other);',
    '',
  ),
  engine(
    'a renamed node loses what other nodes have of it',
    'plan',
    'index === 0 || index === 2',
    'index === 0',
  ),
  engine(
    'what holds the only slot is not taken over',
    'plan',
    'return inTheWay ? [inTheWay] : [];',
    'return inTheWay && [...free].length < 0 ? [inTheWay] : [];',
  ),
  engine(
    'a confirmed plan may create something else',
    'plan',
    'decisions.map(({ change, resource }) => change && resource.props)',
    'decisions.length',
  ),
  aws(
    'what was made is not looked for after a lost answer',
    'retry',
    'if (made !== undefined) return made;',
    '',
  ),
  aws(
    'a create is sent again after a lost answer',
    'send',
    'makesAnew(operation) && mayHaveHappened(attempt.error)',
    'makesAnew(operation) && operation.length < 0',
  ),
  aws(
    'changes of one API that meet are a failure',
    'retryRules',
    'message: /concurrent modification/i,',
    'message: /no such words/i,',
  ),
  aws(
    'a role that ECS does not know yet is a failure',
    'retryRules',
    'message: /unable to assume|',
    'message: /no such words|',
  ),
  aws(
    'a group that lingering interfaces hold is a failure',
    'retryRules',
    'code: /^DependencyViolation$/,',
    'code: /^NoSuchCode$/,',
  ),
  aws(
    'two failures that take turns are retried for ever',
    'retry',
    'const ms = previous && before ? before.ms + now - previous.at : 0;',
    'const ms = 0;',
  ),
  aws('the budget of the account is not kept', 'budget', 'perSecond) * 1000', 'perSecond) * 0'),
  aws(
    'a stack sees the things of others whose name begins alike',
    'tags',
    "if (ownTag(tags, 'stack') !== stack ||",
    "if (!ownTag(tags, 'stack')?.startsWith(stack) ||",
  ),
  aws('an API is made without its mark', 'resources/api', '                Tags: tagsOf(marks),\n', '', LIVE),
  aws(
    "somebody else's listener is taken for ours",
    'resources/listener',
    'if (mark?.id === marks.resource) return present;',
    'return present;',
    [...CLOUD, 'test/unit/live'],
  ),
  aws(
    'a rollback by the circuit breaker counts as success',
    'resources/ecsServiceHealth',
    'if (running !== asked) {',
    'if (running === undefined) {',
    [...CLOUD, 'test/unit/live'],
  ),
  aws(
    'only the first page of a list is read',
    'resources/common',
    '} while (token !== undefined);',
    '} while (token === null);',
  ),
  aws(
    'a registry is taken up again without a new deployment',
    'resources/ecsServiceShape',
    `      serviceRegistries: props.registries.map((entry) => ({ ...entry })),
      forceNewDeployment: true,
`,
    `      serviceRegistries: props.registries.map((entry) => ({ ...entry })),
`,
  ),
  aws(
    'a revision of before a lost answer is taken for the new one',
    'resources/taskDefinition',
    ' && mark?.applied === own.applied',
    '',
    ['test/unit'],
  ),
  {
    bug: 'destroy takes the logs although nobody asked for it',
    file: 'src/live/deploy.ts',
    find: "keep: ({ type }) => type === 'AWS::Logs::LogGroup' && !logs,",
    replace: "keep: ({ type }) => type === '' && !logs,",
    ring: 'unit',
    tests: LIVE,
  },
  {
    bug: 'lines that come more than half a minute late are lost',
    file: 'src/live/logs/groupTail.ts',
    find: 'const LATE = 125 * SECOND;',
    replace: 'const LATE = 30 * SECOND;',
    ring: 'unit',
    tests: LOGS,
  },
  {
    bug: 'what came live is shown once more when it is polled',
    file: 'src/live/logs/ledger.ts',
    find: 'if (takeOne(ahead.get(slice), content)) return false;',
    replace: '',
    ring: 'unit',
    tests: LOGS,
  },
  {
    bug: 'a backfill that is interrupted begins anew',
    file: 'src/live/logs/groupTail.ts',
    find: '      range.token = next;',
    replace: '      range.token = range.to === undefined ? next : undefined;',
    ring: 'unit',
    tests: LOGS,
  },
  {
    bug: 'a deploy is green though no request is answered',
    file: 'src/live/deploy.ts',
    find: 'if (!answer.ok) failures.push(',
    replace: 'if (answer.ok && failures.length > 0) failures.push(',
    ring: 'unit',
    tests: ['test/unit/live'],
  },
  {
    bug: 'a plan shows the values of variables',
    file: 'src/live/planView.ts',
    find: "path.split('.').some((part) => SECRETIVE.includes(part))",
    replace: "path.split('.').some((part) => part === '')",
    ring: 'unit',
    tests: ['test/unit/live/planView.test.ts'],
  },
];
