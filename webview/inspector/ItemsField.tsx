import { useState } from 'react';
import { isObject, memberOf, valueAt, type JsonPath, type JsonValue } from '../../src/model/json';
import { useActions } from '../context';
import { Codicon } from '../Icon';
import { FieldView, type FieldProps } from './FieldView';
import { shownText } from './shownText';
import { startOf, type Control, type Field } from './form';
import { RemoveButton } from './ListField';
import { Errors, testId } from './Row';
import { writeElement, type Scope } from './scope';
import { TextInput } from './TextInput';
import { useProblems, useTextField } from './useField';

type Items = Extract<Control, { type: 'items' }>;

/** Objects below each other, each with its own fields: saved requests by place, sidecars by name. */
export function ItemsField({ field, path, scope, control }: FieldProps & { readonly control: Items }) {
  const actions = useActions();
  const errors = useProblems(scope, path, false).map(({ message }) => message);
  const [opened, setOpened] = useState<string | number>();
  const value = valueAt(scope.raw, path);
  const items: [string | number, JsonValue][] = Array.isArray(value)
    ? [...(value as readonly JsonValue[]).entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  const add = (key: number) => {
    actions.commit();
    if (actions.edit(writeElement(scope, path, key, startOf(control.fields)))) setOpened(key);
  };
  return (
    <div className="items" role="group" aria-label={field.title} data-testid={testId(path)}>
      {items.map(([key, item]) => (
        <Item
          key={key}
          name={key}
          item={item}
          fields={control.fields}
          path={[...path, key]}
          scope={scope}
          removes={items.length === 1 ? path : [...path, key]}
          isOpen={opened === key}
          onToggle={() => setOpened(opened === key ? undefined : key)}
        />
      ))}
      {!scope.readOnly &&
        (control.by === 'index' ? (
          <button
            className="add-button"
            data-testid={`${testId(path)}.@add`}
            onClick={() => add(items.length)}
          >
            <Codicon name="add" />
            Add {items.length === 0 ? 'one' : 'another'}
          </button>
        ) : (
          <NewName
            scope={scope}
            path={path}
            fields={control.fields}
            title={field.title}
            onAdded={setOpened}
          />
        ))}
      {errors.length > 0 && <Errors errors={errors} />}
    </div>
  );
}

function Item({
  name,
  item,
  fields,
  path,
  scope,
  removes,
  isOpen,
  onToggle,
}: {
  readonly name: string | number;
  readonly item: JsonValue;
  readonly fields: readonly Field[];
  readonly path: JsonPath;
  readonly scope: Scope;
  readonly removes: JsonPath;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const problems = useProblems(scope, path);
  const title =
    typeof name === 'string' ? name : shownText(memberOf(item, fields[0]?.key ?? '')) || `${name + 1}`;
  const facts = fields
    .slice(typeof name === 'string' ? 0 : 1)
    .filter(({ control }) => control.type === 'text' || control.type === 'choice')
    .slice(0, 2)
    .map(({ key }) => shownText(memberOf(item, key)));
  return (
    <div className="item">
      <div className="item-head">
        <button
          className="item-toggle"
          aria-expanded={isOpen}
          data-testid={`${testId(path)}.@toggle`}
          onClick={onToggle}
        >
          <Codicon name={isOpen ? 'chevron-down' : 'chevron-right'} />
          <span className="cut">{title}</span>
          {!isOpen && <span className="muted cut">{facts.filter(Boolean).join(' ')}</span>}
          {problems.length > 0 && !isOpen && <Codicon name="error" />}
        </button>
        <RemoveButton scope={scope} path={removes} what={title} />
      </div>
      {isOpen && (
        <div className="item-fields">
          {fields.map((field) => (
            <FieldView key={field.key} field={field} path={[...path, field.key]} scope={scope} />
          ))}
        </div>
      )}
    </div>
  );
}

function NewName({
  scope,
  path,
  fields,
  title,
  onAdded,
}: {
  readonly scope: Scope;
  readonly path: JsonPath;
  readonly fields: readonly Field[];
  readonly title: string;
  readonly onAdded: (name: string) => void;
}) {
  const text = useTextField(scope, [...path, '@new'], '', (typed) => {
    const name = typed.trim();
    return name === ''
      ? scope.write([...path, '@new'], undefined)
      : scope.write([...path, name], valueAt(scope.raw, [...path, name]) ?? startOf(fields));
  });
  return (
    <>
      <TextInput
        field={text}
        label={`New name in ${title}`}
        testId={`${testId(path)}.@new`}
        placeholder="Add by name"
        onEntered={() => onAdded(text.text.trim())}
      />
      {text.errors.length > 0 && <Errors errors={text.errors} />}
    </>
  );
}
