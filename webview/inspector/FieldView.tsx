import { isSameJson, valueAt, type JsonPath, type JsonValue } from '../../src/model/json';
import { useActions } from '../context';
import { valueOf } from '../drafts';
import { Differing } from './Differing';
import type { Field } from './form';
import { EntriesField } from './EntriesField';
import { GroupField } from './GroupField';
import { ItemsField } from './ItemsField';
import { ListField } from './ListField';
import { MapField } from './MapField';
import { Row, testId } from './Row';
import { writtenValue, type Scope } from './scope';
import { shownText } from './shownText';
import { TextInput } from './TextInput';
import { useProblems, useTextField } from './useField';
import { VariantsField } from './VariantsField';

export interface FieldProps {
  readonly field: Field;
  readonly path: JsonPath;
  readonly scope: Scope;
}

/** One field of a form, edited as its schema says. */
export function FieldView(props: FieldProps) {
  const { field, path, scope } = props;
  // The fields of a group say it each for itself.
  if (field.control.type === 'group') return <Control {...props} />;
  return (
    <Differing title={field.title} path={path} scope={scope}>
      <Control {...props} />
    </Differing>
  );
}

function Control({ field, path, scope }: FieldProps) {
  if (scope.choices(path)) return <NodeField field={field} path={path} scope={scope} />;
  switch (field.control.type) {
    case 'text':
    case 'number':
    case 'scalar':
      return <TypedField field={field} path={path} scope={scope} type={field.control.type} />;
    case 'boolean':
      return <BooleanField field={field} path={path} scope={scope} />;
    case 'choice':
      return <ChoiceField field={field} path={path} scope={scope} options={field.control.options} />;
    case 'group':
      return <GroupField field={field} path={path} scope={scope} fields={field.control.fields} />;
    case 'variants':
      return <VariantsField field={field} path={path} scope={scope} variants={field.control.variants} />;
    case 'list':
      return <ListField field={field} path={path} scope={scope} />;
    case 'map':
      return <MapField field={field} path={path} scope={scope} />;
    case 'items':
      return <ItemsField field={field} path={path} scope={scope} control={field.control} />;
    case 'entries':
      return <EntriesField field={field} path={path} scope={scope} control={field.control} />;
  }
}

function TypedField({
  field,
  path,
  scope,
  type,
}: FieldProps & { readonly type: 'text' | 'number' | 'scalar' }) {
  const value = valueAt(scope.raw, path);
  const text = useTextField(scope, path, shownText(value), (typed) =>
    scope.write(path, writtenValue(field, valueOf(typed, type))),
  );
  const placeholder = field.default === undefined ? field.placeholder : shownText(field.default);
  return (
    <Row field={field} path={path.join('.')} errors={text.errors}>
      {({ id, describedBy }) => (
        <TextInput
          field={text}
          id={id}
          describedBy={describedBy}
          testId={testId(path)}
          placeholder={placeholder}
          unit={field.unit}
          readOnly={scope.readOnly}
        />
      )}
    </Row>
  );
}

function BooleanField({ field, path, scope }: FieldProps) {
  const actions = useActions();
  const errors = useProblems(scope, path).map(({ message }) => message);
  const value = valueAt(scope.raw, path) ?? field.default;
  return (
    <Row field={field} path={path.join('.')} errors={errors}>
      {({ id, describedBy }) => (
        <input
          type="checkbox"
          id={id}
          aria-describedby={describedBy}
          data-testid={testId(path)}
          checked={value === true}
          disabled={scope.readOnly}
          onChange={(event) => {
            actions.commit();
            actions.edit(scope.write(path, writtenValue(field, event.target.checked)));
          }}
        />
      )}
    </Row>
  );
}

function ChoiceField({
  field,
  path,
  scope,
  options,
}: FieldProps & { readonly options: readonly JsonValue[] }) {
  const value = valueAt(scope.raw, path);
  const choices = options.map((option) => ({
    value: option,
    title: [shownText(option), field.unit].filter(Boolean).join(' '),
  }));
  return <Select field={field} path={path} scope={scope} value={value} choices={choices} />;
}

/** Another node, by its name. */
function NodeField({ field, path, scope }: FieldProps) {
  const nodes = scope.choices(path) ?? [];
  const choices = nodes.map(({ id, title }) => {
    const isOnly = nodes.filter((other) => other.title === title).length === 1;
    return { value: id, title: isOnly ? title : `${title} (${id})` };
  });
  return (
    <Select field={field} path={path} scope={scope} value={valueAt(scope.raw, path)} choices={choices} />
  );
}

/** A list to choose from. What is written and not in the list is kept and shown. */
function Select({
  field,
  path,
  scope,
  value,
  choices,
}: FieldProps & {
  readonly value: JsonValue | undefined;
  readonly choices: readonly { readonly value: JsonValue; readonly title: string }[];
}) {
  const actions = useActions();
  const errors = useProblems(scope, path).map(({ message }) => message);
  const shown = value ?? field.default;
  const chosen = choices.findIndex((choice) => isSameJson(choice.value, shown));
  const isStrange = chosen < 0 && value !== undefined;
  return (
    <Row field={field} path={path.join('.')} errors={errors}>
      {({ id, describedBy }) => (
        <select
          id={id}
          aria-describedby={describedBy}
          aria-invalid={errors.length > 0}
          data-testid={testId(path)}
          className={value === undefined ? 'is-default' : undefined}
          value={chosen < 0 ? '' : String(chosen)}
          disabled={scope.readOnly}
          onChange={(event) => {
            const next = choices[Number(event.target.value)]?.value;
            actions.commit();
            actions.edit(
              scope.write(path, event.target.value === '' ? undefined : writtenValue(field, next)),
            );
          }}
        >
          {(field.default === undefined || chosen < 0) && (
            <option value="">{isStrange ? shownText(value) : (field.placeholder ?? '')}</option>
          )}
          {choices.map(({ title }, index) => (
            <option key={index} value={String(index)}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Row>
  );
}
