import type { ReactNode } from 'react';
import { isSameJson, valueAt, type JsonPath } from '../../src/model/json';
import { useActions } from '../context';
import { shownText } from './shownText';
import type { Scope } from './scope';

/** A field of an environment. Where it says something else than the base, it is marked and can go back to that. */
export function Differing({
  title,
  path,
  scope,
  children,
}: {
  readonly title: string;
  readonly path: JsonPath;
  readonly scope: Scope;
  readonly children: ReactNode;
}) {
  const actions = useActions();
  if (scope.base === undefined) return children;
  const base = valueAt(scope.base, path);
  const differs = !isSameJson(valueAt(scope.raw, path), base);
  const isShort = typeof base !== 'object';
  // The same element whether it differs or not: a field keeps its focus when it begins to.
  return (
    <div className={differs ? 'field differs' : 'field'}>
      {children}
      {differs && (
        <p className="base-note">
          <span className="cut" title={shownText(base)}>
            {base === undefined
              ? 'Not set in the base'
              : isShort
                ? `Base: ${shownText(base)}`
                : 'Not as in the base'}
          </span>
          {!scope.readOnly && (
            <button
              className="link"
              aria-label={`${title}: back to the base`}
              data-testid={`base-${path.join('.')}`}
              onClick={() => {
                actions.commit();
                actions.edit({
                  type: 'setField',
                  target: scope.target,
                  path: [...path],
                  ...(base === undefined ? {} : { value: base }),
                });
              }}
            >
              Back to the base
            </button>
          )}
        </p>
      )}
    </div>
  );
}
