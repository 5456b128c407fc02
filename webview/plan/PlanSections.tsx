import { useActions } from '../context';
import { Section } from '../inspector/Sections';
import { PlanChanges } from './PlanChanges';
import { SIGNS } from './signs';
import { usePlan } from './usePlan';

/** Of a node: what the plan that is shown does with it. */
export function NodePlan({ id }: { readonly id: string }) {
  const changes = usePlan()?.changes.filter(({ node }) => node === id) ?? [];
  if (changes.length === 0) return null;
  return (
    <Section title="Plan">
      <PlanChanges changes={changes} />
    </Section>
  );
}

/** All that the plan does, in the order in which it begins; of a teardown, in which things go. */
export function WholePlan() {
  const plan = usePlan();
  const actions = useActions();
  if (!plan || plan.changes.length === 0) return null;
  return (
    <Section title={plan.kind === 'destroy' ? 'Teardown, in this order' : 'Plan, in this order'}>
      <ol className="plan-order">
        {plan.changes.map(({ action, node, what, holders }, index) => (
          <li key={index}>
            <button
              className="link-line"
              title={holders && `After ${holders.join(', ')}`}
              onClick={() => actions.explain({ node, about: 'plan' })}
            >
              <span className="cut">
                <b className={`sign sign-${action}`}>{SIGNS[action]}</b> {what}
                <span className="hidden-text"> {action}</span>
              </span>
              <span className="muted cut">{node}</span>
            </button>
          </li>
        ))}
      </ol>
    </Section>
  );
}
