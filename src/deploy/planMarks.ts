import type { PropertyChange } from '../engine/diff';
import type { Change, Plan } from '../engine/plan';
import type { DriftEdit } from '../live/driftEdits';
import { planSummary, summarySentence, valueText } from '../live/planView';
import type { PlanMark, PlannedChange, PlannedProperty, StatusMessage } from '../model/protocol';
import { typeWords } from '../host/typeWords';

/** The plan as a canvas shows it: one mark and one line a node, one mark a wire, and every change in its order. */
export function planMarks(
  plan: Plan,
  kind: 'deploy' | 'destroy',
  drift: readonly DriftEdit[] = [],
): NonNullable<StatusMessage['plan']> {
  const nodes = [...new Set(plan.changes.map(({ node }) => node))];
  const edges = new Map<string, Set<PlanMark>>();
  for (const { id, action } of plan.changes) {
    const [from, , to] = id.split('/');
    if (from === undefined || to === undefined) continue;
    const key = `${from}--${to}`;
    edges.set(key, (edges.get(key) ?? new Set()).add(action));
  }
  return {
    kind,
    summary: planSummary(plan),
    edges: Object.fromEntries([...edges].map(([key, actions]) => [key, only(actions) ?? 'update'])),
    changes: plan.changes.map((change) => planned(change, drift)),
    nodes: Object.fromEntries(
      nodes.map((node) => {
        const changes = plan.changes.filter((change) => change.node === node);
        return [node, { mark: markOf(node, changes, plan), text: lineOf(changes) }];
      }),
    ),
  };
}

/** A node is created or deleted when all that it has is; anything else about it is an update. */
function markOf(node: string, changes: readonly Change[], plan: Plan): PlanMark {
  const actions = new Set(changes.map(({ action }) => action));
  if (actions.has('replace')) return 'replace';
  const stays = plan.decisions.some(
    ({ resource, found }) => found !== undefined && resource.id.split('/')[0] === node,
  );
  return (stays ? undefined : only(actions)) ?? 'update';
}

/** The only one of them. */
function only<T>(values: ReadonlySet<T>): T | undefined {
  return values.size === 1 ? [...values][0] : undefined;
}

function planned(change: Change, drift: readonly DriftEdit[]): PlannedChange {
  const { action, node, type, name, reason, interruption, holders, properties } = change;
  return {
    ...{ action, node, what: [typeWords(type), name].filter(Boolean).join(' ') },
    ...(reason !== undefined && { reason }),
    ...(interruption !== undefined && { interruption }),
    ...(holders !== undefined && { holders }),
    properties: properties.map((property) =>
      plannedProperty(property, drift.find((one) => one.property === property)?.edit),
    ),
  };
}

function plannedProperty(
  { path, before, after, replaces, drift }: PropertyChange,
  take: DriftEdit['edit'],
): PlannedProperty {
  return {
    ...{ path, before: valueText(before), after: valueText(after) },
    ...(replaces && { replaces }),
    ...(drift && { drift }),
    ...(take && { take }),
  };
}

function lineOf(changes: readonly Change[]): string {
  const [first] = changes;
  const [property] = first?.properties ?? [];
  if (changes.length === 1 && first && property) {
    return `${property.path}: ${short(property.before)} → ${short(property.after)}`;
  }
  if (changes.length === 1 && first) return `${first.action} ${typeWords(first.type)}`;
  const count = (action: Change['action']) => changes.filter((change) => change.action === action).length;
  return summarySentence({
    create: count('create'),
    update: count('update'),
    replace: count('replace'),
    delete: count('delete'),
  });
}

function short(value: unknown): string {
  const text = valueText(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
