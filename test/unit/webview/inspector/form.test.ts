import { describe, expect, it } from 'vitest';
import { KINDS } from '../../../../src/kinds/index';
import * as z from '../../../../src/zod';
import { formOf, sectionsOf, startOf, type Field } from '../../../../webview/inspector/form';
import { registry } from '../topology';

function fieldOf(kind: string, key: string): Field {
  const schema = registry.get(kind)?.schema;
  const field = schema && formOf(schema).find((field) => field.key === key);
  if (!field) throw new Error(`No field ${key} of ${kind}`);
  return field;
}

describe('formOf', () => {
  it('has a field for every member of every kind', () => {
    for (const { schema } of KINDS) {
      expect(formOf(schema).map(({ key }) => key)).toEqual(Object.keys(schema.shape));
    }
  });

  it('reads title, unit, default and section from the schema', () => {
    expect(fieldOf('ecsService', 'memory')).toEqual({
      key: 'memory',
      title: 'Memory',
      unit: 'MiB',
      section: 'Container',
      required: false,
      default: 512,
      control: { type: 'number' },
    });
    expect(fieldOf('ecsService', 'image').required).toBe(true);
  });

  it.each([
    ['ecsService', 'architecture', 'choice'],
    ['ecsService', 'environment', 'map'],
    ['ecsService', 'command', 'list'],
    ['ecsService', 'health', 'group'],
    ['ecsService', 'deployment', 'variants'],
    ['ecsService', 'sidecars', 'items'],
    ['client', 'requests', 'items'],
    ['nlb', 'crossZone', 'boolean'],
    ['apiGateway', 'auth', 'variants'],
  ])('edits %s.%s as %s', (kind, key, control) => {
    expect(fieldOf(kind, key).control.type).toBe(control);
  });

  it('edits routes as entries with a short and a long form', () => {
    const schema = registry.get('vpcLink')?.accepts[0]?.schema;
    const [routes] = schema ? formOf(schema) : [];
    expect(routes?.control).toMatchObject({ type: 'entries', short: { key: 'key' } });
  });

  it('serves a schema that no kind has yet', () => {
    const form = formOf(
      z.object({ maxItems: z.int().default(3), tls: z.object({ port: z.int() }).optional() }),
    );
    expect(form.map(({ title, control }) => [title, control.type])).toEqual([
      ['Max items', 'number'],
      ['TLS', 'group'],
    ]);
  });
});

describe('sectionsOf', () => {
  it('keeps the order of first fields', () => {
    const fields = registry.get('ecsService')?.schema;
    expect(sectionsOf(fields ? formOf(fields) : [], 'Other').map(({ title }) => title)).toEqual([
      'Container',
      'Service',
      'Health check',
      'Environment',
      'Runtime',
      'Sidecars',
      'Access',
    ]);
  });
});

describe('startOf', () => {
  it('fills what is required as far as there is something to begin with', () => {
    const { control } = fieldOf('client', 'requests');
    expect(control.type === 'items' && startOf(control.fields)).toEqual({
      name: 'new request',
      method: 'GET',
      path: '/',
    });
  });
});
