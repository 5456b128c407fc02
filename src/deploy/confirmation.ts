import type { Change, Plan } from '../engine/plan';
import type { DeployPlan } from '../live/deploy';
import { planSummary, summarySentence, valueText } from '../live/planView';
import { memberOf, type JsonValue } from '../model/json';
import { typeWords } from '../host/typeWords';

/** Where a plan would be applied, and what is drawn. */
export interface PlanPlace {
  readonly account: string;
  readonly region: string;
  /** Ids of the nodes of the file. */
  readonly nodes: ReadonlySet<string>;
}

/** What a dialog says before anything is changed. */
export interface Confirmation {
  readonly message: string;
  readonly detail: string;
}

/** Names account, region, warnings, deletions, interruptions, and roles and registries that were not used before. */
export function confirmDeploy(plan: DeployPlan, place: PlanPlace): Confirmation {
  const { account, region, nodes } = place;
  const deletes = plan.changes.filter(({ action }) => action === 'delete');
  const gone = [...new Set(deletes.map(({ node }) => node))].filter((node) => !nodes.has(node));
  return {
    message: `Deploy ${plan.stack} to account ${account} in ${region}?`,
    detail: [
      `${capital(summarySentence(planSummary(plan)))}.`,
      ...(gone.length === 0 ? [] : [`No longer in the file, deleted whole: ${gone.join(', ')}.`]),
      ...listed(
        'Worth knowing',
        plan.warnings.map(({ message }) => message),
      ),
      ...listed('Deletes', deletes.map(shown)),
      ...listed('Interrupts', interruptions(plan)),
      ...listed('Was changed in the account and is put back', plan.changes.flatMap(drifted)),
      ...listed('Makes roles', rolesOf(plan)),
      ...listed('Uses roles that were not used before', newRoleArns(plan)),
      ...listed('Pulls from registries that were not used before', newRegistries(plan)),
    ].join('\n'),
  };
}

/** What is taken back with a deploy that came to nothing. */
export function confirmRollback(
  plan: Plan,
  { account, region }: Pick<PlanPlace, 'account' | 'region'>,
): Confirmation {
  const deletes = plan.changes.filter(({ action }) => action === 'delete');
  return {
    message: `Roll back ${plan.stack} in account ${account}, ${region}?`,
    detail: [
      `Everything is put back as it was before the deploy: ${summarySentence(planSummary(plan))}.`,
      ...listed('Deletes', deletes.map(shown)),
      ...listed('Interrupts', interruptions(plan)),
    ].join('\n'),
  };
}

/** What is asked for before a destroy; the answer is the stack's name. */
export function confirmDestroy(
  { stack, changes, kept }: Plan,
  { account, region }: Pick<PlanPlace, 'account' | 'region'>,
): string {
  const what = changes.length === 1 ? '1 resource' : `${changes.length} resources`;
  const logs =
    kept.length === 0
      ? ''
      : ` ${kept.length === 1 ? '1 log group stays' : `${kept.length} log groups stay`}.`;
  return `Deletes ${what} in account ${account}, ${region}.${logs} Type ${stack} to go on.`;
}

/** Where an image is pulled from: `nginxdemos/hello` is Docker Hub's. */
export function registryOf(image: string): string {
  const [first = '', ...rest] = image.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : 'docker.io';
}

const MOST = 8;

function listed(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > MOST ? [`and ${lines.length - MOST} more`] : [];
  return ['', `${title}:`, ...[...lines.slice(0, MOST), ...more].map((line) => `  ${line}`)];
}

function interruptions({ changes }: Plan): string[] {
  return changes.flatMap((change) =>
    change.interruption === undefined ? [] : [`${shown(change)}: ${change.interruption}`],
  );
}

function shown({ type, name, id }: Change): string {
  return `${typeWords(type)} ${name ?? id}`;
}

function drifted(change: Change): string[] {
  return change.properties
    .filter(({ drift }) => drift)
    .map(({ path, before, after }) =>
      [before, after].some((value) => typeof value === 'object')
        ? `${shown(change)}: ${path}`
        : `${shown(change)}: ${path} ${valueText(before)} → ${valueText(after)}`,
    );
}

function rolesOf(plan: Plan): string[] {
  return plan.changes
    .filter(({ action, type }) => action === 'create' && type === 'AWS::IAM::Role')
    .map(({ name, id }) => name ?? id);
}

function newRoleArns(plan: Plan): string[] {
  const roles = (props: object) =>
    ['executionRole', 'taskRole'].flatMap((key) => {
      const role = memberOf(props as JsonValue, key);
      return typeof role === 'string' ? [role] : [];
    });
  return newOnes(plan, roles);
}

function newRegistries(plan: Plan): string[] {
  return newOnes(plan, (props) => {
    const containers = memberOf(props as JsonValue, 'containers') ?? {};
    return Object.values(containers).flatMap((container) => {
      const image = memberOf(container as JsonValue, 'image');
      return typeof image === 'string' ? [registryOf(image)] : [];
    });
  });
}

/** What the task definitions of the plan name and those that run now do not. Properties are data, like JSON. */
function newOnes(plan: Plan, read: (props: object) => string[]): string[] {
  const definitions = plan.decisions.filter(({ resource }) => resource.type === 'AWS::ECS::TaskDefinition');
  const before = new Set(definitions.flatMap(({ found }) => (found ? read(found.props) : [])));
  const after = definitions.flatMap(({ resource }) => read(resource.props));
  return [...new Set(after)].filter((one) => !before.has(one));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
