import { describe, expect, it } from 'vitest';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import { prepare } from '../../../src/live/prepare';
import { checkText } from '../../../src/model/checkText';
import { templateText, TEMPLATES } from '../../../src/model/templates';

const registry = createRegistry(KINDS);

describe.each(TEMPLATES)('the template $id', (template) => {
  const text = templateText(template, 'my-shop');

  it('is a file without errors under the name that it is given', () => {
    const { document, problems } = checkText(text, registry);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(document).toMatchObject({ name: 'my-shop' });
  });

  it('can be planned as it stands', () => {
    const { document } = checkText(text, registry);
    expect(prepare(document ?? {}, registry, { region: 'ap-southeast-1' }).ok).toBe(true);
  });

  it('reads well: short lines, and a line end at the end', () => {
    const lines = text.split('\n');
    expect(lines.at(-1)).toBe('');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(110);
  });
});

it('has a second service that the first one calls', () => {
  const twoServices = TEMPLATES.find(({ id }) => id === 'two-services') ?? TEMPLATES[0]!;
  const { document } = checkText(templateText(twoServices, 'a'), registry);
  expect(document?.['edges']).toContainEqual({ from: 'user-service', to: 'order-service', env: 'ORDER_URL' });
});
