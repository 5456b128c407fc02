import { useRef, type KeyboardEvent } from 'react';
import type { TextField } from './useField';

/** A field of text: Enter or leaving it writes what is typed, Escape takes it back. */
export function TextInput({
  field,
  id,
  label,
  describedBy,
  testId,
  placeholder,
  unit,
  readOnly = false,
  isCode = false,
  onEntered,
}: {
  readonly field: TextField;
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string | undefined;
  readonly testId: string;
  readonly placeholder?: string | undefined;
  readonly unit?: string | undefined;
  readonly readOnly?: boolean;
  /** Set in the editor's font. */
  readonly isCode?: boolean;
  /** After Enter has written it. */
  readonly onEntered?: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      field.commit();
      onEntered?.();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      field.cancel();
    }
  };
  return (
    <span className={unit === undefined ? 'input' : 'input with-unit'}>
      <input
        ref={input}
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={field.errors.length > 0}
        data-testid={testId}
        className={isCode ? 'code' : undefined}
        value={field.text}
        placeholder={placeholder}
        readOnly={readOnly}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => field.change(event.target.value)}
        onBlur={field.commit}
        onKeyDown={onKeyDown}
      />
      {unit !== undefined && (
        <span className="unit" aria-hidden="true">
          {unit}
        </span>
      )}
    </span>
  );
}
