import { useActions } from '../context';
import { Codicon } from '../Icon';
import type { PlanMark } from '../../src/model/protocol';

const MARKS = {
  create: { icon: 'add', word: 'create' },
  update: { icon: 'edit', word: 'update' },
  replace: { icon: 'replace', word: 'replace' },
  delete: { icon: 'trash', word: 'delete' },
} as const satisfies Record<PlanMark, { icon: string; word: string }>;

/** What a plan does with a card; pressed, it tells property by property. */
export function PlanBadge({ node, mark }: { readonly node: string; readonly mark: PlanMark }) {
  const actions = useActions();
  return (
    <button
      className={`plan-badge badge-${mark} nodrag nopan`}
      aria-label={`${MARKS[mark].word}: show what the plan does with ${node}`}
      aria-haspopup="dialog"
      data-testid={`plan-${node}`}
      onClick={() => actions.explain({ node, about: 'plan' })}
    >
      <Codicon name={MARKS[mark].icon} />
      {MARKS[mark].word}
    </button>
  );
}
