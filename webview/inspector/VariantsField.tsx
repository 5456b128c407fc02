import { isSameJson, isObject, valueAt, type JsonValue } from '../../src/model/json';
import { useActions } from '../context';
import { FieldView, type FieldProps } from './FieldView';
import { shownText } from './shownText';
import type { Field, Variant } from './form';
import { Row, testId } from './Row';
import { writtenValue } from './scope';
import { useProblems } from './useField';

/** A value of several shapes: which one, then its fields. */
export function VariantsField({
  field,
  path,
  scope,
  variants,
}: FieldProps & { readonly variants: readonly Variant[] }) {
  const actions = useActions();
  const errors = useProblems(scope, path, false).map(({ message }) => message);
  const value = valueAt(scope.raw, path);
  const shown = value ?? field.default;
  const chosen = chosenOf(variants, shown);
  const fields = variants[chosen]?.fields;
  return (
    <>
      <Row field={field} path={path.join('.')} errors={errors}>
        {({ id, describedBy }) => (
          <select
            id={id}
            aria-describedby={describedBy}
            data-testid={testId(path)}
            className={value === undefined ? 'is-default' : undefined}
            value={String(chosen)}
            disabled={scope.readOnly}
            onChange={(event) => {
              const variant = variants[Number(event.target.value)];
              actions.commit();
              actions.edit(scope.write(path, variant && writtenValue(field, variant.value)));
            }}
          >
            {(field.default === undefined || chosen < 0) && (
              <option value="-1">
                {value === undefined ? (field.placeholder ?? 'off') : shownText(value)}
              </option>
            )}
            {variants.map(({ title }, index) => (
              <option key={title} value={String(index)}>
                {title}
              </option>
            ))}
          </select>
        )}
      </Row>
      {fields && (
        <div className="variant-fields">
          {fields
            .flatMap((inner) => flattened(inner, [...path, inner.key]))
            .map(({ field: inner, path: at }) => (
              <FieldView key={at.join('.')} field={inner} path={at} scope={scope} />
            ))}
        </div>
      )}
    </>
  );
}

/** An object in an object, such as `jwt`, needs no title of its own: the chosen shape has said it. */
function flattened(
  field: Field,
  path: readonly (string | number)[],
): { field: Field; path: readonly (string | number)[] }[] {
  return field.control.type === 'group' && field.required
    ? field.control.fields.map((inner) => ({ field: inner, path: [...path, inner.key] }))
    : [{ field, path }];
}

/** Index of the shape that a value has, -1 for none. */
function chosenOf(variants: readonly Variant[], value: JsonValue | undefined): number {
  // An object that lacks something is still the object that it was meant to be: the one of which it has the most.
  const shared = variants.map(({ value: sample, fields }) => {
    if (!fields) return isSameJson(sample, value) ? Infinity : -1;
    return isObject(value) ? fields.filter(({ key }) => Object.hasOwn(value, key)).length : -1;
  });
  const most = Math.max(...shared);
  return most < 0 ? -1 : shared.indexOf(most);
}
