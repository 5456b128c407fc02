import type { Problem } from '../../src/model/problem';
import { useActions } from '../context';
import { Codicon } from '../Icon';

/** How much is wrong with a card; pressed, it tells what and offers the remedies. */
export function ProblemBadge({
  node,
  problems,
}: {
  readonly node: string;
  readonly problems: readonly Problem[];
}) {
  const actions = useActions();
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  return (
    <button
      className={hasErrors ? 'problems has-errors nodrag nopan' : 'problems nodrag nopan'}
      title={problems.map(({ message }) => message).join('\n')}
      aria-label={`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} of ${node}`}
      aria-haspopup="dialog"
      data-testid={`problems-${node}`}
      onClick={() => actions.explain({ node, about: 'problems' })}
    >
      <Codicon name={hasErrors ? 'error' : 'warning'} />
      {problems.length}
    </button>
  );
}
