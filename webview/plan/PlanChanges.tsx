import type { PlannedChange, PlannedProperty } from '../../src/model/protocol';
import { useActions, useCanvas } from '../context';
import { SIGNS } from './signs';

/** What a plan does, property by property; with what was changed by hand, what can become of that. */
export function PlanChanges({ changes }: { readonly changes: readonly PlannedChange[] }) {
  return (
    <ul className="plan-changes">
      {changes.map((change, index) => (
        <li key={index}>
          <p className="plan-what">
            <b className={`sign sign-${change.action}`}>{SIGNS[change.action]}</b> {change.action}{' '}
            {change.what}
          </p>
          {change.reason && <p className="muted">{change.reason}</p>}
          {change.interruption && <p className="interruption">{change.interruption}</p>}
          {change.holders && <p className="muted">After {change.holders.join(', ')}</p>}
          {change.properties.map((property) => (
            <Property key={property.path} property={property} />
          ))}
        </li>
      ))}
    </ul>
  );
}

function Property({ property }: { readonly property: PlannedProperty }) {
  const actions = useActions();
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
  const { path, before, after, replaces, drift, take } = property;
  return (
    <div className="plan-property">
      <span className="plan-path">{path}</span>
      <span className="plan-values">
        <del>{before}</del> → <ins>{after}</ins>
      </span>
      {replaces && <span className="interruption">Forces the replacement.</span>}
      {drift && (
        <span className="plan-drift">
          Changed in the account.{' '}
          <button className="link" onClick={() => actions.command('deploy')}>
            Put back…
          </button>
          {take && !readOnly && (
            <button className="link" onClick={() => actions.mend(take)}>
              Take into the file
            </button>
          )}
        </span>
      )}
    </div>
  );
}
