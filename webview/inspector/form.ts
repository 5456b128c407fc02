import type { JsonValue } from '../../src/model/json';
import * as z from '../../src/zod';

/** How a field is edited. */
export type Control =
  | { readonly type: 'text' | 'number' | 'scalar' }
  | { readonly type: 'boolean' }
  | { readonly type: 'choice'; readonly options: readonly JsonValue[] }
  /** A nested object, its fields below its title. */
  | { readonly type: 'group'; readonly fields: readonly Field[] }
  /** A value of several shapes, chosen from a list; the chosen one may have fields. */
  | { readonly type: 'variants'; readonly variants: readonly Variant[] }
  /** Texts below each other. */
  | { readonly type: 'list' }
  /** Names and texts. */
  | { readonly type: 'map' }
  /** Objects below each other, or by name. */
  | { readonly type: 'items'; readonly by: 'index' | 'name'; readonly fields: readonly Field[] }
  /** A list whose entries are a text, or an object with that text in its first field. */
  | { readonly type: 'entries'; readonly short: Field; readonly fields: readonly Field[] };

export interface Variant {
  readonly title: string;
  /** What choosing it writes. */
  readonly value: JsonValue;
  /** Present for an object. */
  readonly fields?: readonly Field[];
}

/** One line of the form, read from the JSON schema of a field. */
export interface Field {
  readonly key: string;
  readonly title: string;
  readonly help?: string;
  readonly unit?: string;
  readonly placeholder?: string;
  readonly section?: string;
  readonly required: boolean;
  readonly default?: JsonValue;
  /** What a new object has here. */
  readonly example?: JsonValue;
  readonly control: Control;
}

export interface Section {
  readonly title: string;
  readonly fields: readonly Field[];
}

/** The parts of JSON schema that our schemas come to, with our own words from `.meta`. */
interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly section?: string;
  readonly unit?: string;
  readonly placeholder?: string;
  readonly default?: JsonValue;
  readonly examples?: readonly JsonValue[];
  readonly const?: JsonValue;
  readonly enum?: readonly JsonValue[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

/** The form of an object's schema: its fields, in the order of the schema. */
export function formOf(schema: z.ZodObject): readonly Field[] {
  // What zod gives is JSON schema; our schemas use only what `Schema` names.
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  return fieldsOf(json);
}

/** Fields by section, sections in the order of their first fields. */
export function sectionsOf(fields: readonly Field[], fallback: string): readonly Section[] {
  const sections = new Map<string, Field[]>();
  for (const field of fields) {
    const title = field.section ?? fallback;
    const list = sections.get(title);
    if (list) list.push(field);
    else sections.set(title, [field]);
  }
  return [...sections].map(([title, list]) => ({ title, fields: list }));
}

function fieldsOf({ properties = {}, required = [] }: Schema): Field[] {
  return Object.entries(properties).map(([key, schema]) => {
    const { title, description, unit, placeholder, section, examples } = schema;
    const [example] = examples ?? [];
    return {
      key,
      title: title ?? words(key),
      required: required.includes(key),
      control: controlOf(schema),
      ...(description === undefined ? {} : { help: description }),
      ...(unit === undefined ? {} : { unit }),
      ...(placeholder === undefined ? {} : { placeholder }),
      ...(section === undefined ? {} : { section }),
      ...(schema.default === undefined ? {} : { default: schema.default }),
      ...(example === undefined ? {} : { example }),
    };
  });
}

function controlOf(schema: Schema): Control {
  if (schema.enum) return { type: 'choice', options: schema.enum };
  if (schema.anyOf) return unionOf(schema.anyOf);
  switch (schema.type) {
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
    case 'integer':
      return { type: 'number' };
    case 'array':
      return listOf(schema.items ?? {});
    case 'object': {
      if (schema.properties) return { type: 'group', fields: fieldsOf(schema) };
      const values = schema.additionalProperties;
      return typeof values === 'object' && values.properties
        ? { type: 'items', by: 'name', fields: fieldsOf(values) }
        : { type: 'map' };
    }
    default:
      return { type: 'text' };
  }
}

function listOf(items: Schema): Control {
  if (items.properties) return { type: 'items', by: 'index', fields: fieldsOf(items) };
  const [text, object] = items.anyOf ?? [];
  const [first, ...rest] = object?.properties ? fieldsOf(object) : [];
  if (text?.type === 'string' && first) return { type: 'entries', short: first, fields: rest };
  return { type: 'list' };
}

function unionOf(options: readonly Schema[]): Control {
  if (options.every(({ type, enum: values }) => type !== 'object' && type !== 'boolean' && !values)) {
    return { type: 'scalar' };
  }
  return { type: 'variants', variants: options.flatMap(variantsOf) };
}

function variantsOf(option: Schema): Variant[] {
  if (option.enum) return option.enum.map((value) => ({ title: wordOf(value), value }));
  if (option.const !== undefined) {
    return [{ title: wordOf(option.const), value: option.const }];
  }
  const fields = fieldsOf(option);
  const [only, ...others] = fields;
  const title = option.title ?? (only && others.length === 0 && !only.unit ? only.title : 'custom');
  return [{ title, value: startOf(fields), fields }];
}

function wordOf(value: JsonValue): string {
  return value === true ? 'on' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a new object has: its required members, as far as there is something to begin with. */
export function startOf(fields: readonly Field[]): { [key: string]: JsonValue } {
  return Object.fromEntries(
    fields.flatMap(({ key, required, example, control }): [string, JsonValue][] => {
      if (!required) return [];
      if (example !== undefined) return [[key, example]];
      if (control.type === 'choice' && control.options[0] !== undefined) return [[key, control.options[0]]];
      return control.type === 'group' ? [[key, startOf(control.fields)]] : [];
    }),
  );
}

/** `allowOrigins` → `Allow origins`; what is short is an abbreviation. */
function words(key: string): string {
  if (key.length <= 3) return key.toUpperCase();
  const spaced = key.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
