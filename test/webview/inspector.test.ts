import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { valueAt } from '../../src/model/json';
import { startPages, type CanvasPage, type Pages } from './page';

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
}, 120_000);
afterAll(() => pages.close());

async function openNode(id: string, scenario = 'two'): Promise<CanvasPage> {
  const canvas = await pages.open(scenario);
  await canvas.select(id);
  return canvas;
}

describe('a field', () => {
  it('is written on Enter', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('image').fill('nginx:1.29');
    expect(await canvas.edits()).toBe(0);
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'image'], 'nginx:1.29');
  });

  it('is written on Tab, as a number where it is one', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('port').fill('8081');
    await canvas.page.keyboard.press('Tab');
    await canvas.expectDocument(['nodes', 'user-service', 'port'], 8081);
  });

  it('is written when another card is selected', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('image').fill('nginx:1.29');
    await canvas.select('api');
    await canvas.expectDocument(['nodes', 'user-service', 'image'], 'nginx:1.29');
  });

  it('goes back to its default when it is emptied or says the default', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('desiredCount').fill('');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'desiredCount'], undefined);
    expect(await canvas.field('desiredCount').getAttribute('placeholder')).toBe('1');
    await canvas.field('cpu').selectOption('512');
    await canvas.expectDocument(['nodes', 'user-service', 'cpu'], 512);
    await canvas.field('cpu').selectOption('256');
    await canvas.expectDocument(['nodes', 'user-service', 'cpu'], undefined);
  });

  it('is judged while typing and still written as typed', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('port').fill('99999');
    await expect.poll(() => canvas.page.locator('[data-row="port"]').innerText()).toContain('at most 65535');
    expect(await canvas.edits()).toBe(0);
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'port'], 99999);
    await expect.poll(() => canvas.page.getByTestId('problems-user-service').count()).toBe(1);
  });

  it('says what is required while it is missing', async () => {
    const canvas = await pages.open('chain');
    await canvas.page.getByTestId('palette-ecsService').click();
    await expect.poll(() => canvas.page.locator('[data-row="image"]').innerText()).toContain('required');
  });

  it('of the default is not written by a tick back and forth', async () => {
    const canvas = await openNode('nlb-users');
    await canvas.field('deletionProtection').check();
    await canvas.expectDocument(['nodes', 'nlb-users', 'deletionProtection'], true);
    await canvas.field('deletionProtection').uncheck();
    await canvas.expectDocument(['nodes', 'nlb-users', 'deletionProtection'], undefined);
  });
});

describe('what is typed and not written', () => {
  it('is taken back first by Ctrl+Z, and then the gesture before', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('image').fill('one:1');
    await canvas.page.keyboard.press('Enter');
    await canvas.field('image').fill('two:2');
    await canvas.page.keyboard.press('Control+z');
    expect(await canvas.field('image').inputValue()).toBe('one:1');
    expect(await canvas.commands()).toEqual([]);
    await canvas.page.keyboard.press('Control+z');
    await canvas.expectDocument(['nodes', 'user-service', 'image'], 'nginxdemos/hello:latest');
    await expect.poll(() => canvas.field('image').inputValue()).toBe('nginxdemos/hello:latest');
  });

  it('is written before a save by Ctrl+S', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('image').fill('one:1');
    await canvas.page.keyboard.press('Control+s');
    await canvas.expectDocument(['nodes', 'user-service', 'image'], 'one:1');
    const types = (await canvas.received()).map((message) =>
      message.type === 'command' ? message.command : message.type,
    );
    expect(types.indexOf('edit')).toBeLessThan(types.indexOf('save'));
  });

  it('travels to the host as it is typed', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('port').fill('81');
    expect((await canvas.received()).findLast(({ type }) => type === 'draft')).toEqual({
      type: 'draft',
      draft: { target: { node: 'user-service' }, path: ['port'], value: 81 },
    });
    await canvas.page.keyboard.press('Escape');
    expect((await canvas.received()).findLast(({ type }) => type === 'draft')).toEqual({
      type: 'draft',
      draft: null,
    });
    expect(await canvas.field('port').inputValue()).toBe('80');
  });

  it('is written when the host asks for it', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('image').fill('one:1');
    await canvas.page.evaluate(() => window.fakeHost.post({ type: 'commit' }));
    await canvas.expectDocument(['nodes', 'user-service', 'image'], 'one:1');
  });

  it('is written when the host shows another node meanwhile', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('image').fill('one:1');
    await canvas.page.evaluate(() => window.fakeHost.post({ type: 'reveal', node: 'api' }));
    await canvas.expectDocument(['nodes', 'user-service', 'image'], 'one:1');
  });

  it('survives a change of the text underneath', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('image').fill('half-typed');
    await canvas.type('region', 'eu-west-1');
    await canvas.expectDocument(['region'], 'eu-west-1');
    expect(await canvas.field('image').inputValue()).toBe('half-typed');
  });
});

describe('nested fields', () => {
  it('writes a member of an object, and takes the empty object away with the last', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('health.path').fill('/ready');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'health'], { path: '/ready' });
    await canvas.field('health.path').fill('');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'health'], undefined);
  });

  it('writes rate and burst together, as one does not stand without the other', async () => {
    const canvas = await openNode('api');
    await canvas.field('throttle.rate').fill('20');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'api', 'throttle'], { rate: 20, burst: 100 });
    await canvas.field('throttle.rate').fill('50');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'api', 'throttle'], undefined);
  });

  it('adds, renames and removes variables', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('environment.@new').fill('MODE');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'environment'], { LOG_LEVEL: 'info', MODE: '' });
    await canvas.page.keyboard.type('fast');
    await canvas.page.keyboard.press('Tab');
    await canvas.expectDocument(['nodes', 'user-service', 'environment', 'MODE'], 'fast');
    await canvas.field('environment.LOG_LEVEL.@key').fill('LEVEL');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'environment'], { LEVEL: 'info', MODE: 'fast' });
    await canvas.page.getByRole('button', { name: 'Remove LEVEL' }).click();
    await canvas.expectDocument(['nodes', 'user-service', 'environment'], { MODE: 'fast' });
  });

  it('adds to a list and takes from it', async () => {
    const canvas = await openNode('user-service');
    await canvas.field('command.0').fill('nginx');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'command'], ['nginx']);
    await expect.poll(() => canvas.field('command.1').count()).toBe(1);
    await canvas.field('command.1').fill('-g');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'command'], ['nginx', '-g']);
    await canvas.field('command.0').fill('');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'command'], ['-g']);
  });

  it('changes the shape of a value', async () => {
    const canvas = await openNode('api');
    await canvas.field('accessLogs').selectOption({ label: 'on' });
    await canvas.expectDocument(['nodes', 'api', 'accessLogs'], true);
    await canvas.field('auth').selectOption({ label: 'JWT' });
    await canvas.expectDocument(['nodes', 'api', 'auth'], { jwt: {} });
    await canvas.field('auth.jwt.issuer').fill('https://login.example.com');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'api', 'auth', 'jwt'], { issuer: 'https://login.example.com' });
    await canvas.field('auth').selectOption({ label: 'none' });
    await canvas.expectDocument(['nodes', 'api', 'auth'], undefined);
  });

  it('adds a saved request and a sidecar', async () => {
    const canvas = await openNode('client');
    await canvas.field('requests.@add').click();
    await canvas.expectDocument(['nodes', 'client', 'requests', 2], {
      name: 'new request',
      method: 'GET',
      path: '/',
    });
    await canvas.select('user-service');
    await canvas.field('sidecars.@new').fill('proxy');
    await canvas.page.keyboard.press('Enter');
    await canvas.field('sidecars.proxy.image').fill('envoy:v1');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'sidecars'], { proxy: { image: 'envoy:v1' } });
  });

  it('chooses the cluster of a service among those there are', async () => {
    const canvas = await openNode('user-service');
    await canvas.page.getByTestId('palette-ecsCluster').click();
    await canvas.select('user-service');
    await canvas.field('cluster').selectOption({ label: 'cluster-2' });
    await canvas.expectDocument(['nodes', 'user-service', 'cluster'], 'cluster-2');
  });
});

describe('a wire', () => {
  it('has its routes in a table, in their short and long form', async () => {
    const canvas = await pages.open('chain');
    await canvas.clickWire('link--nlb');
    await canvas.field('routes.2').fill('GET /health');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['edges', 2, 'routes', 2], 'GET /health');
    await canvas.page.getByRole('button', { name: 'More about Route 3' }).click();
    await canvas.field('routes.2.path').fill('/ready');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['edges', 2, 'routes', 2], { key: 'GET /health', path: '/ready' });
    await canvas.field('routes.2.path').fill('');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['edges', 2, 'routes', 2], 'GET /health');
  });

  it('has its ports, record and variable', async () => {
    const canvas = await pages.open('two');
    await canvas.clickWire('nlb-users--user-service');
    await canvas.field('listener').fill('8080');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['edges', 4, 'listener'], 8080);
    await canvas.clickWire('order-service--namespace');
    await canvas.field('record').selectOption('SRV');
    await canvas.expectDocument(['edges', 8, 'record'], 'SRV');
  });
});

describe('the topology', () => {
  it('has its name and network where nothing is selected', async () => {
    const canvas = await pages.open('empty');
    await canvas.field('network').selectOption({ label: 'existing' });
    await canvas.field('network.vpcId').fill('vpc-0123');
    await canvas.page.keyboard.press('Enter');
    await canvas.field('network.subnetIds.0').fill('subnet-a');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['network'], { vpcId: 'vpc-0123', subnetIds: ['subnet-a'] });
    await canvas.field('region').fill('eu-west-1');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['region'], 'eu-west-1');
  });

  it('may bring its own network', async () => {
    const canvas = await pages.open('empty');
    await canvas.field('network').selectOption({ label: "the stack's own" });
    await canvas.expectDocument(['network'], { cidr: '10.20.0.0/16', egress: 'nat' });
    await canvas.field('network.egress').selectOption('endpoints');
    await canvas.expectDocument(['network', 'egress'], 'endpoints');
    await canvas.field('network').selectOption({ label: 'existing' });
    await canvas.field('network.vpcId').fill('vpc-0123');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['network'], { vpcId: 'vpc-0123' });
  });
});

describe('a problem', () => {
  it('stands with its one remedy, which a click applies', async () => {
    const canvas = await openNode('order-service');
    await canvas.page.getByRole('button', { name: 'Set the port to 80' }).click();
    await canvas.expectDocument(['nodes', 'order-service', 'port'], 80);
  });
});

describe('hostile text', () => {
  it('is shown as text, wherever it stands', async () => {
    const canvas = await openNode('user-service');
    const text = '"><img src=x onerror=alert(1)>';
    await canvas.field('title').fill(text);
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'title'], text);
    await canvas.field('environment.@new').fill('__proto__');
    await canvas.page.keyboard.press('Enter');
    await expect.poll(() => canvas.edits()).toBe(2);
    expect(await canvas.page.locator('img').count()).toBe(0);
    expect(await canvas.page.evaluate(() => Object.keys(Object.prototype))).toEqual([]);
    expect(canvas.faults).toEqual([]);
    expect(valueAt(await canvas.document(), ['name'])).toBe('microservices');
  });
});

describe('what is behind a deployed card', () => {
  const inspections = (canvas: CanvasPage) =>
    canvas
      .received()
      .then((all) => all.flatMap((message) => (message.type === 'inspect' ? [message.hop] : [])));

  it('is asked for while the card or wire is the one that is selected', async () => {
    const canvas = await openNode('user-service', 'inspected');
    await expect.poll(() => inspections(canvas)).toEqual(['user-service']);
    await canvas.select('api');
    await expect.poll(() => inspections(canvas)).toEqual(['user-service', null, 'api']);
  });

  it('is listed with states, ages and reasons', async () => {
    const { page } = await openNode('user-service', 'inspected');
    const tasks = page.getByTestId('details-tasks').locator('li');
    await expect.poll(() => tasks.count()).toBe(3);
    const killed = tasks.nth(2);
    expect(await killed.getByRole('img').getAttribute('aria-label')).toBe('Broken');
    for (const part of ['45c48cce', '10.20.2.7', 'OutOfMemoryError', '5 min']) {
      expect(await killed.innerText()).toContain(part);
    }
    expect(await page.getByTestId('details-deployments').innerText()).toContain('user-service:4');
    expect(await page.getByTestId('details-targets').innerText()).toContain('10.20.1.4:80');
    expect(await page.getByTestId('details-events').innerText()).toContain('has reached a steady state');
    expect(await page.getByTestId('inspector').innerText()).toContain('ListInstances is not allowed');
  });

  it('is not shown for another card', async () => {
    const { page } = await openNode('api', 'inspected');
    await page.getByTestId('field-title').waitFor();
    expect(await page.getByTestId('details-tasks').count()).toBe(0);
  });

  it('tails the log of one task', async () => {
    const canvas = await openNode('user-service', 'inspected');
    await canvas.page.getByRole('button', { name: 'Tail logs of task 8f14e45f' }).click();
    await expect
      .poll(async () => (await canvas.received()).at(-1))
      .toEqual({
        type: 'command',
        command: 'tailLogs',
        task: 'arn:aws:ecs:ap-southeast-1:123456789012:task/main/8f14e45f24efac5cd3a4bd',
      });
  });
});
