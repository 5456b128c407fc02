import { useRef } from 'react';
import { valueAt, type JsonPath, type JsonValue } from '../../src/model/json';
import { useActions } from '../context';
import { Codicon } from '../Icon';
import { valueOf } from '../drafts';
import type { FieldProps } from './FieldView';
import { shownText } from './shownText';
import { Errors, testId } from './Row';
import { writeElement, type Scope } from './scope';
import { TextInput } from './TextInput';
import { useProblems, useTextField } from './useField';

/** Texts below each other; the last, empty one adds another. */
export function ListField({ field, path, scope }: FieldProps) {
  const box = useRef<HTMLDivElement>(null);
  const errors = useProblems(scope, path, false).map(({ message }) => message);
  const value = valueAt(scope.raw, path);
  const entries = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  const focusNext = () =>
    // The entry that Enter wrote is there in the next frame, and the empty one behind it.
    requestAnimationFrame(() => [...(box.current?.querySelectorAll('input') ?? [])].at(-1)?.focus());
  return (
    <div className="stack" ref={box} role="group" aria-label={field.title}>
      <div className={field.help ? 'stack-title has-help' : 'stack-title'} title={field.help}>
        {field.title}
        {field.required && (
          <span className="required" aria-hidden="true">
            *
          </span>
        )}
      </div>
      {[...entries, undefined].map((entry, index) => (
        <Entry
          key={index}
          field={field}
          path={[...path, index]}
          scope={scope}
          entry={entry}
          label={`${field.title} ${index + 1}`}
          removes={entry === undefined ? undefined : entries.length === 1 ? path : [...path, index]}
          placeholder={
            entry !== undefined
              ? undefined
              : entries.length === 0
                ? (field.placeholder ?? 'Add')
                : 'Add another'
          }
          onEntered={focusNext}
        />
      ))}
      {errors.length > 0 && <Errors errors={errors} />}
    </div>
  );
}

function Entry({
  path,
  scope,
  entry,
  label,
  removes,
  placeholder,
  onEntered,
}: FieldProps & {
  readonly entry: JsonValue | undefined;
  readonly label: string;
  readonly removes: JsonPath | undefined;
  readonly placeholder: string | undefined;
  readonly onEntered: () => void;
}) {
  const text = useTextField(scope, path, shownText(entry), (typed) =>
    typed === '' && removes
      ? scope.write(removes, undefined)
      : writeElement(scope, path.slice(0, -1), Number(path.at(-1)), valueOf(typed, 'text')),
  );
  return (
    <>
      <div className="stack-line">
        <TextInput
          field={text}
          label={label}
          testId={testId(path)}
          placeholder={placeholder}
          readOnly={scope.readOnly}
          isCode
          onEntered={onEntered}
        />
        <RemoveButton scope={scope} path={removes} what={label} />
      </div>
      {text.errors.length > 0 && <Errors errors={text.errors} />}
    </>
  );
}

/** Takes a line away; its room stays while there is nothing to take. */
export function RemoveButton({
  scope,
  path,
  what,
}: {
  readonly scope: Scope;
  readonly path: JsonPath | undefined;
  readonly what: string;
}) {
  const actions = useActions();
  if (path === undefined || scope.readOnly) return <span className="no-button" />;
  return (
    <button
      className="icon-button small"
      aria-label={`Remove ${what}`}
      title={`Remove ${what}`}
      onClick={() => {
        actions.commit();
        actions.edit(scope.write(path, undefined));
      }}
    >
      <Codicon name="close" />
    </button>
  );
}
