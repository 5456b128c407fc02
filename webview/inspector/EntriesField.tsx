import { useRef, useState } from 'react';
import {
  applyChanges,
  isObject,
  memberOf,
  valueAt,
  type JsonPath,
  type JsonValue,
} from '../../src/model/json';
import { Codicon } from '../Icon';
import { valueOf } from '../drafts';
import { FieldView, type FieldProps } from './FieldView';
import { shownText } from './shownText';
import type { Control } from './form';
import { RemoveButton } from './ListField';
import { Errors, testId } from './Row';
import { writeElement, type Scope } from './scope';
import { TextInput } from './TextInput';
import { useProblems, useTextField } from './useField';

type Entries = Extract<Control, { type: 'entries' }>;

/** A table whose lines are mostly one text, such as routes; what is rarely needed unfolds below its line. */
export function EntriesField({ field, path, scope, control }: FieldProps & { readonly control: Entries }) {
  const box = useRef<HTMLDivElement>(null);
  const errors = useProblems(scope, path, false).map(({ message }) => message);
  const [opened, setOpened] = useState<number>();
  const value = valueAt(scope.raw, path);
  const entries = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  const focusNew = () =>
    requestAnimationFrame(() =>
      [...(box.current?.querySelectorAll<HTMLElement>('.entry-key input') ?? [])].at(-1)?.focus(),
    );
  return (
    <div className="stack" ref={box} role="group" aria-label={field.title} data-testid={testId(path)}>
      {[...entries, undefined].map((entry, index) => (
        <Line
          key={index}
          scope={scope}
          path={[...path, index]}
          entry={entry}
          control={control}
          label={`${control.short.title} ${index + 1}`}
          removes={entry === undefined ? undefined : entries.length === 1 ? path : [...path, index]}
          placeholder={entry === undefined ? 'Add ANY /path' : undefined}
          isOpen={opened === index}
          onToggle={() => setOpened(opened === index ? undefined : index)}
          onEntered={focusNew}
        />
      ))}
      {errors.length > 0 && <Errors errors={errors} />}
    </div>
  );
}

function Line({
  scope,
  path,
  entry,
  control,
  label,
  removes,
  placeholder,
  isOpen,
  onToggle,
  onEntered,
}: {
  readonly scope: Scope;
  readonly path: JsonPath;
  readonly entry: JsonValue | undefined;
  readonly control: Entries;
  readonly label: string;
  readonly removes: JsonPath | undefined;
  readonly placeholder: string | undefined;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onEntered: () => void;
}) {
  const isLong = isObject(entry);
  const { key } = control.short;
  const shown = shownText(isLong ? memberOf(entry, key) : entry);
  const text = useTextField(scope, path, shown, (typed) =>
    typed.trim() === '' && removes
      ? scope.write(removes, undefined)
      : isLong
        ? scope.write([...path, key], valueOf(typed.trim(), 'text'))
        : writeElement(scope, path.slice(0, -1), Number(path.at(-1)), valueOf(typed.trim(), 'text')),
  );
  return (
    <>
      <div className="stack-line">
        <span className="entry-key">
          <TextInput
            field={text}
            label={label}
            testId={testId(path)}
            placeholder={placeholder}
            readOnly={scope.readOnly}
            isCode
            onEntered={onEntered}
          />
        </span>
        {entry === undefined ? (
          <span className="no-button" />
        ) : (
          <button
            className="icon-button small"
            aria-expanded={isOpen}
            aria-label={`More about ${label}`}
            title={`More about ${label}`}
            onClick={onToggle}
          >
            <Codicon name={isOpen ? 'chevron-up' : 'settings'} />
          </button>
        )}
        <RemoveButton scope={scope} path={removes} what={label} />
      </div>
      {text.errors.length > 0 && <Errors errors={text.errors} />}
      {isOpen && entry !== undefined && (
        <div className="item-fields">
          {control.fields.map((field) => (
            <FieldView
              key={field.key}
              field={field}
              path={[...path, field.key]}
              scope={longScope(scope, path, key, entry)}
            />
          ))}
        </div>
      )}
    </>
  );
}

/** The scope of what an entry can say in its long form: the short one becomes long with the first, and back with the last. */
function longScope(scope: Scope, path: JsonPath, key: string, entry: JsonValue): Scope {
  return {
    ...scope,
    write(inner, value) {
      const [member, ...deeper] = inner.slice(path.length);
      if (member === undefined) return scope.write(inner, value);
      if (!isObject(entry)) {
        if (value === undefined) return scope.write(path, entry);
        const long = applyChanges({ [key]: entry }, [{ op: 'set', path: [member, ...deeper], value }]);
        return scope.write(path, long);
      }
      if (deeper.length > 0) return scope.write(inner, value);
      const rest = Object.keys(entry).filter((name) => name !== member && name !== key);
      return value === undefined && rest.length === 0
        ? scope.write(path, memberOf(entry, key))
        : scope.write(inner, value);
    },
  };
}
