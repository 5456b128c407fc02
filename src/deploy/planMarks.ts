import type { Change, Plan } from '../engine/plan';
import { planSummary, summarySentence, valueText } from '../live/planView';
import type { PlanMark, StatusMessage } from '../model/protocol';
import { typeWords } from '../host/typeWords';

/** The plan as a canvas shows it: one mark and one line a node. */
export function planMarks(plan: Plan): NonNullable<StatusMessage['plan']> {
  const nodes = [...new Set(plan.changes.map(({ node }) => node))];
  return {
    summary: planSummary(plan),
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
  const [only, ...others] = actions;
  return only !== undefined && others.length === 0 && !stays ? only : 'update';
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
