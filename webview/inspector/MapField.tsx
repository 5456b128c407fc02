import { useRef } from 'react';
import { isObject, valueAt, type JsonPath } from '../../src/model/json';
import type { FieldProps } from './FieldView';
import { shownText } from './shownText';
import { RemoveButton } from './ListField';
import { Errors, testId } from './Row';
import type { Scope } from './scope';
import { TextInput } from './TextInput';
import { useProblems, useTextField } from './useField';

/** Names and texts; the last, empty line adds another. */
export function MapField({ field, path, scope }: FieldProps) {
  const box = useRef<HTMLDivElement>(null);
  const errors = useProblems(scope, path, false).map(({ message }) => message);
  const value = valueAt(scope.raw, path);
  const entries = isObject(value) ? Object.entries(value) : [];
  const focus = (selector: string) =>
    // What Enter wrote is there in the next frame.
    requestAnimationFrame(() =>
      [...(box.current?.querySelectorAll<HTMLElement>(selector) ?? [])].at(-1)?.focus(),
    );
  return (
    <div className="stack" ref={box} role="group" aria-label={field.title} data-testid={testId(path)}>
      {field.title !== field.section && (
        <div className={field.help ? 'stack-title has-help' : 'stack-title'} title={field.help}>
          {field.title}
        </div>
      )}
      {entries.map(([key, entry]) => (
        <MapLine
          key={key}
          scope={scope}
          path={[...path, key]}
          name={key}
          value={shownText(entry)}
          removes={entries.length === 1 ? path : [...path, key]}
          onEntered={() => focus('.new-key-line input')}
        />
      ))}
      <NewKey
        scope={scope}
        path={path}
        title={field.title}
        isFirst={entries.length === 0}
        onEntered={() => focus('.map-value input')}
      />
      {errors.length > 0 && <Errors errors={errors} />}
    </div>
  );
}

function MapLine({
  scope,
  path,
  name,
  value,
  removes,
  onEntered,
}: {
  readonly scope: Scope;
  readonly path: JsonPath;
  readonly name: string;
  readonly value: string;
  readonly removes: JsonPath;
  readonly onEntered: () => void;
}) {
  const keyPath = [...path, '@key'];
  const key = useTextField(scope, keyPath, name, (typed) =>
    typed.trim() === ''
      ? scope.write(removes, undefined)
      : { type: 'renameField', target: scope.target, path: [...path], key: typed.trim() },
  );
  const text = useTextField(scope, path, value, (typed) => scope.write(path, typed));
  const errors = [...key.errors, ...text.errors];
  return (
    <>
      <div className="stack-line map-line">
        <TextInput
          field={key}
          label="Name"
          testId={`${testId(path)}.@key`}
          readOnly={scope.readOnly}
          isCode
        />
        <span className="map-value">
          <TextInput
            field={text}
            label={`Value of ${name}`}
            testId={testId(path)}
            readOnly={scope.readOnly}
            isCode
            onEntered={onEntered}
          />
        </span>
        <RemoveButton scope={scope} path={removes} what={name} />
      </div>
      {errors.length > 0 && <Errors errors={errors} />}
    </>
  );
}

function NewKey({
  scope,
  path,
  title,
  isFirst,
  onEntered,
}: {
  readonly scope: Scope;
  readonly path: JsonPath;
  readonly title: string;
  readonly isFirst: boolean;
  readonly onEntered: () => void;
}) {
  const text = useTextField(scope, [...path, '@new'], '', (typed) =>
    // A name that is there already keeps its value.
    scope.write(
      typed.trim() === '' ? [...path, '@new'] : [...path, typed.trim()],
      typed.trim() === '' ? undefined : (valueAt(scope.raw, [...path, typed.trim()]) ?? ''),
    ),
  );
  if (scope.readOnly) return null;
  return (
    <>
      <div className="stack-line map-line">
        <span className="new-key-line">
          <TextInput
            field={text}
            label={`New name in ${title}`}
            testId={`${testId(path)}.@new`}
            placeholder={isFirst ? 'Add a name' : 'Add another'}
            isCode
            onEntered={onEntered}
          />
        </span>
        <span className="map-value" />
        <span className="no-button" />
      </div>
      {text.errors.length > 0 && <Errors errors={text.errors} />}
    </>
  );
}
