import type { ReactNode } from 'react';
import type { JsonPath } from '../../src/model/json';
import { FieldView } from './FieldView';
import { sectionsOf, type Field } from './form';
import type { Scope } from './scope';

/** The fields of a form under their sections. */
export function Sections({
  fields,
  scope,
  fallback,
  path = [],
}: {
  readonly fields: readonly Field[];
  readonly scope: Scope;
  /** Title of the section of fields that name none. */
  readonly fallback: string;
  readonly path?: JsonPath;
}) {
  return sectionsOf(fields, fallback).map(({ title, fields }) => (
    <Section key={title} title={title}>
      {fields.map((field) => (
        <FieldView key={field.key} field={field} path={[...path, field.key]} scope={scope} />
      ))}
    </Section>
  ));
}

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Something that is known and not edited here. */
export function Fact({
  name,
  value,
  className,
}: {
  readonly name: string;
  readonly value: string;
  readonly className?: string;
}) {
  return (
    <div className="fact">
      <dt className="cut" title={name}>
        {name}
      </dt>
      <dd className={className} title={value}>
        {value}
      </dd>
    </div>
  );
}
