import type { FieldProps } from './FieldView';
import { FieldView } from './FieldView';
import type { Field } from './form';
import { Errors } from './Row';
import { groupScope } from './scope';
import { useProblems } from './useField';

/** The fields of a nested object. A section that has the name of its only group does not say it twice. */
export function GroupField({
  field,
  path,
  scope,
  fields,
}: FieldProps & { readonly fields: readonly Field[] }) {
  const errors = useProblems(scope, path, false).map(({ message }) => message);
  const inner = groupScope(scope, field, path);
  // What the whole has by default, its members have.
  const whole = field.default;
  const members = fields.map((member) => {
    const known = typeof whole === 'object' && whole !== null && !Array.isArray(whole) ? whole : {};
    const value = (known as Readonly<Record<string, Field['default']>>)[member.key];
    return value === undefined ? member : { ...member, default: value, required: false };
  });
  return (
    <fieldset className="group-field">
      {field.title !== field.section && (
        <legend title={field.help} className={field.help ? 'has-help' : undefined}>
          {field.title}
        </legend>
      )}
      {members.map((member) => (
        <FieldView key={member.key} field={member} path={[...path, member.key]} scope={inner} />
      ))}
      {errors.length > 0 && <Errors errors={errors} />}
    </fieldset>
  );
}
