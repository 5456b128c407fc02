import type { PropertyChange } from '../engine/diff';
import type { Change, Plan } from '../engine/plan';
import type { DeployPlan } from './deploy';
import { housekeepingLines, type Chore } from './housekeeping';
import type { PreflightFinding } from './preflight/finding';
import type { Session } from './session';

/** A plan as `plan --json` prints it. */
export interface PlanJson {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly digest: string;
  readonly changes: readonly Change[];
  readonly summary: PlanSummary;
  /** What a look at the account found to be said; absent when that is nothing. */
  readonly warnings?: readonly PreflightFinding[];
  /** How many earlier revisions are put away when all is well, by resource; no changes, and counted apart. */
  readonly housekeeping?: readonly { readonly id: string; readonly revisions: number }[];
}

export interface PlanSummary {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
}

/** A plan, of a deploy with its warnings and what is put away after it. */
export type ShownPlan = Plan & Partial<Pick<DeployPlan, 'warnings' | 'housekeeping'>>;

/** Stands where the value of a variable, header or secret would stand: those are shown in the editor only. */
const HIDDEN = '(changed)';
const SECRETIVE: readonly string[] = ['environment', 'secrets'];

export function planJson(plan: ShownPlan, session: Pick<Session, 'identity' | 'region'>): PlanJson {
  return {
    stack: plan.stack,
    account: session.identity.account,
    region: session.region,
    digest: plan.digest,
    changes: plan.changes.map(withoutValues),
    summary: planSummary(plan),
    ...(plan.warnings && plan.warnings.length > 0 && { warnings: plan.warnings }),
    ...(plan.housekeeping && plan.housekeeping.length > 0 && { housekeeping: plan.housekeeping.map(chore) }),
  };
}

export function planSummary(plan: Plan): PlanSummary {
  const count = (action: Change['action']) =>
    plan.changes.filter((change) => change.action === action).length;
  return {
    create: count('create'),
    update: count('update'),
    replace: count('replace'),
    delete: count('delete'),
  };
}

/** `2 to create, 1 to delete`, or `no changes`. */
export function summarySentence(summary: PlanSummary): string {
  const parts = Object.entries(summary)
    .filter(([, count]) => count > 0)
    .map(([action, count]) => `${count} to ${action}`);
  return parts.length === 0 ? 'no changes' : parts.join(', ');
}

/** One line a change, and one a property; variables and secrets without their values. At the end what is left alone. */
export function planLines(plan: ShownPlan): string[] {
  const sign = { create: '+', update: '~', replace: '±', delete: '-' } as const;
  const changes = plan.changes
    .map(withoutValues)
    .flatMap((change) => [
      `${sign[change.action]} ${change.id}  ${change.type}${change.name === undefined ? '' : `  ${change.name}`}${change.drift ? '  (changed in the account)' : ''}`,
      ...(change.reason === undefined ? [] : [`    ${change.reason}`]),
      ...(change.interruption === undefined ? [] : [`    Interrupts: ${change.interruption}`]),
      ...change.properties.map(propertyLine),
      ...(change.holders === undefined ? [] : [`    after ${change.holders.join(', ')}`]),
      ...(change.lingering === undefined ? [] : [`    ${change.lingering}`]),
    ]);
  return [...changes, ...housekeepingLines(plan.housekeeping ?? []), ...leftLines(plan.left)];
}

function chore({ id, surplus }: Chore) {
  return { id, revisions: surplus.length };
}

/** Second ones that are left for a later run, a line each. */
export function leftLines(left: Plan['left']): string[] {
  return left.map(
    ({ id, type, physicalId }) =>
      `= ${id}  ${type}  ${physicalId}  stays for now: a second one, on which another run may be working`,
  );
}

function propertyLine({ path, before, after, replaces, drift }: PropertyChange): string {
  const remarks = [...(replaces ? ['forces replacement'] : []), ...(drift ? ['changed in the account'] : [])];
  return `    ${path}: ${valueText(before)} → ${valueText(after)}${remarks.length > 0 ? `  (${remarks.join(', ')})` : ''}`;
}

/** What a look at the account found to be said. */
export function warningLines({ warnings = [] }: ShownPlan): string[] {
  return warnings.map(({ message }) => `! ${message}`);
}

function withoutValues(change: Change): Change {
  return { ...change, properties: change.properties.map(withoutValue) };
}

function withoutValue(property: PropertyChange): PropertyChange {
  const { path, before, after } = property;
  if (path.split('.').some((part) => SECRETIVE.includes(part))) {
    return { ...property, before: HIDDEN, after: HIDDEN };
  }
  return {
    ...property,
    ...(before === undefined ? {} : { before: concealed(before) }),
    ...(after === undefined ? {} : { after: concealed(after) }),
  };
}

/** A whole container may stand there, with its variables. */
function concealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(concealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      SECRETIVE.includes(name) ? HIDDEN : concealed(member),
    ]),
  );
}

/** A value of a property, in a line. */
export function valueText(value: unknown): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
