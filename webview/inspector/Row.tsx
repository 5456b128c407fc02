import { useId, type ReactNode } from 'react';
import type { Field } from './form';

export interface RowIds {
  /** Of the control, for the label. */
  readonly id: string;
  /** Of help and errors, for `aria-describedby`; undefined where there are none. */
  readonly describedBy: string | undefined;
}

/** Label at the left, control at the right, what is wrong below. */
export function Row({
  field,
  path,
  errors,
  children,
}: {
  readonly field: Pick<Field, 'title' | 'help' | 'required'>;
  readonly path: string;
  readonly errors: readonly string[];
  readonly children: (ids: RowIds) => ReactNode;
}) {
  const id = useId();
  const described = [field.help && `${id}-help`, errors.length > 0 && `${id}-errors`].filter(Boolean);
  return (
    <div className={errors.length > 0 ? 'row has-errors' : 'row'} data-row={path}>
      <label htmlFor={id} title={field.help} className={field.help ? 'has-help' : undefined}>
        {field.title}
        {field.required && (
          <span className="required" aria-hidden="true">
            *
          </span>
        )}
      </label>
      <div className="row-control">
        {children({ id, describedBy: described.length > 0 ? described.join(' ') : undefined })}
      </div>
      {field.help && (
        <span className="hidden-text" id={`${id}-help`}>
          {field.help}
        </span>
      )}
      {errors.length > 0 && <Errors id={`${id}-errors`} errors={errors} />}
    </div>
  );
}

export function Errors({ id, errors }: { readonly id?: string; readonly errors: readonly string[] }) {
  return (
    <div className="errors" id={id} role="status">
      {[...new Set(errors)].map((error) => (
        <p key={error}>{error}</p>
      ))}
    </div>
  );
}

/** `field-<path>` with dots, as tests and the command line name fields. */
export function testId(path: readonly (string | number)[]): string {
  return `field-${path.join('.')}`;
}
