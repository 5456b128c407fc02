import type { StatusMessage } from '../../src/model/protocol';
import { useActions } from '../context';
import { Codicon } from '../Icon';
import { SIGNS } from '../plan/signs';

type Plan = NonNullable<StatusMessage['plan']>;

const ORDER = ['create', 'update', 'replace', 'delete'] as const;

/** What the plan on the canvas amounts to, and what to do with it. */
export function PlanSummary({ plan }: { readonly plan: Plan }) {
  const actions = useActions();
  const total = ORDER.reduce((sum, mark) => sum + plan.summary[mark], 0);
  return (
    <>
      {plan.kind === 'deploy' && (
        <button className="button primary" disabled={total === 0} onClick={() => actions.command('deploy')}>
          <Codicon name="rocket" />
          {total === 1 ? 'Deploy 1 change' : `Deploy ${total} changes`}
        </button>
      )}
      <button className="button" onClick={actions.discardPlan}>
        {plan.kind === 'deploy' ? 'Discard plan' : 'Hide teardown'}
      </button>
      <span className="plan-summary" role="status" data-testid="plan-summary">
        {total === 0
          ? 'The account is as the file says'
          : ORDER.filter((mark) => plan.summary[mark] > 0).map((mark) => (
              <span key={mark}>
                <b className={`sign sign-${mark}`}>
                  {SIGNS[mark]} {plan.summary[mark]}
                </b>{' '}
                {mark}
              </span>
            ))}
      </span>
    </>
  );
}
