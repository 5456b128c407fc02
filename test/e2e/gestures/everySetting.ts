import type { Page } from 'playwright-core';
import type { JsonPath, JsonValue } from '../../../src/model/json';
import type { Canvas } from '../host/canvas';
import type { Workbench } from '../host/workbench';

/** A setting made in two ways, and the one value of the file that is another after either. */
export interface Setting {
  readonly name: string;
  mouse(canvas: Canvas, workbench: Workbench): Promise<void>;
  keyboard(canvas: Canvas, workbench: Workbench): Promise<void>;
  readonly path: JsonPath;
  /** Undefined where it is gone. */
  readonly value: JsonValue | undefined;
}

export const start = {
  version: 1,
  name: 'settings',
  region: 'ap-southeast-1',
  network: { vpcId: 'vpc-0123', subnetIds: ['subnet-a', 'subnet-b'] },
  nodes: {
    client: { kind: 'client' },
    api: { kind: 'apiGateway' },
    link: { kind: 'vpcLink' },
    nlb: { kind: 'nlb' },
    main: { kind: 'ecsCluster' },
    users: {
      kind: 'ecsService',
      cluster: 'main',
      image: 'nginxdemos/hello:0.4',
      port: 80,
      cpu: 1024,
      memory: 512,
    },
  },
  edges: [
    { from: 'client', to: 'api' },
    { from: 'api', to: 'link' },
    { from: 'link', to: 'nlb', routes: ['ANY /users'] },
    { from: 'nlb', to: 'users' },
  ],
};

const users = ['nodes', 'users'];
const SECRET = 'arn:aws:ssm:ap-southeast-1:111122223333:parameter/token';

/** Goes to the settings of a card with the keyboard. */
async function open(canvas: Canvas, { page }: Workbench, card: string): Promise<void> {
  await canvas.focus();
  await canvas.find(card);
  await page.keyboard.press('Enter');
  if (await isInCanvas(canvas)) await page.keyboard.press('Enter');
}

/** Goes to the settings of the wire that leaves a card. */
async function openWire(canvas: Canvas, { page }: Workbench, card: string): Promise<void> {
  await canvas.focus();
  await canvas.find(card);
  await page.keyboard.press('ControlOrMeta+ArrowRight');
  await page.keyboard.press('Enter');
  if (await isInCanvas(canvas)) await page.keyboard.press('Enter');
}

function isInCanvas({ frame }: Canvas): Promise<boolean> {
  return frame.evaluate<boolean>('document.activeElement?.closest(".inspector") === null');
}

async function typed(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** A name and what it stands for, in one of a service's tables. */
function inTable(name: string, table: string, key: string, value: string): Setting {
  return {
    name,
    async mouse(canvas) {
      await canvas.select('users');
      await canvas.enter(`${table}.@new`, key);
      await canvas.enter(`${table}.${key}`, value);
    },
    async keyboard(canvas, workbench) {
      await open(canvas, workbench, 'users');
      await canvas.tabTo(`field-${table}.@new`);
      await typed(workbench.page, key);
      await canvas.focused(`field-${table}.${key}`);
      await typed(workbench.page, value);
    },
    path: [...users, table],
    value: { [key]: value },
  };
}

/** Each begins where the one before it ended. */
export const SETTINGS: readonly Setting[] = [
  {
    name: 'a problem, mended by its remedy',
    async mouse(canvas) {
      await canvas.frame.getByTestId('problems-users').click();
      await canvas.frame.getByTestId('card-detail').locator('.link').first().click();
    },
    async keyboard(canvas, { page }) {
      await canvas.focus();
      await canvas.find('users');
      await page.keyboard.press('ControlOrMeta+.');
      await canvas.frame.getByTestId('card-detail').waitFor();
      await page.keyboard.press('Enter');
    },
    path: [...users, 'memory'],
    value: 2048,
  },
  {
    name: 'a number',
    async mouse(canvas) {
      await canvas.select('users');
      await canvas.enter('desiredCount', '3');
    },
    async keyboard(canvas, workbench) {
      await open(canvas, workbench, 'users');
      await canvas.tabTo('field-desiredCount');
      await typed(workbench.page, '3');
    },
    path: [...users, 'desiredCount'],
    value: 3,
  },
  {
    name: 'a choice',
    async mouse(canvas) {
      await canvas.select('users');
      await canvas.field('architecture').selectOption('ARM64');
    },
    async keyboard(canvas, workbench) {
      await open(canvas, workbench, 'users');
      await canvas.tabTo('field-architecture');
      await workbench.page.keyboard.press('ArrowDown');
    },
    path: [...users, 'architecture'],
    value: 'ARM64',
  },
  inTable('a variable in its table', 'environment', 'LOG', 'debug'),
  inTable('a secret in its table', 'secrets', 'TOKEN', SECRET),
  {
    name: 'a sidecar',
    async mouse(canvas) {
      await canvas.select('users');
      await canvas.enter('sidecars.@new', 'proxy');
      await canvas.enter('sidecars.proxy.image', 'envoy:1');
    },
    async keyboard(canvas, workbench) {
      await open(canvas, workbench, 'users');
      await canvas.tabTo('field-sidecars.@new');
      await typed(workbench.page, 'proxy');
      // Its fields unfold before the line for another.
      await canvas.tabTo('field-sidecars.proxy.image', 'back');
      await typed(workbench.page, 'envoy:1');
    },
    path: [...users, 'sidecars'],
    value: { proxy: { image: 'envoy:1' } },
  },
  {
    name: 'a route on its wire',
    async mouse(canvas) {
      await canvas.selectWire('link--nlb');
      await canvas.enter('routes.1', 'GET /health');
    },
    async keyboard(canvas, workbench) {
      await openWire(canvas, workbench, 'link');
      await canvas.tabTo('field-routes.1');
      await typed(workbench.page, 'GET /health');
    },
    path: ['edges', 2, 'routes'],
    value: ['ANY /users', 'GET /health'],
  },
  {
    name: 'the port of a listener',
    async mouse(canvas) {
      await canvas.selectWire('nlb--users');
      await canvas.enter('listener', '8080');
    },
    async keyboard(canvas, workbench) {
      await openWire(canvas, workbench, 'nlb');
      await canvas.tabTo('field-listener');
      await typed(workbench.page, '8080');
    },
    path: ['edges', 3, 'listener'],
    value: 8080,
  },
  {
    name: 'a saved request',
    async mouse(canvas) {
      await canvas.select('client');
      await canvas.field('requests.@add').click();
      await canvas.enter('requests.0.name', 'users');
    },
    async keyboard(canvas, workbench) {
      await open(canvas, workbench, 'client');
      await canvas.tabTo('field-requests.@add');
      await workbench.page.keyboard.press('Enter');
      await canvas.field('requests.0.name').waitFor();
      await canvas.tabTo('field-requests.0.name', 'back');
      await typed(workbench.page, 'users');
    },
    path: ['nodes', 'client', 'requests'],
    value: [{ name: 'users', method: 'GET', path: '/' }],
  },
  {
    name: 'another environment',
    async mouse(canvas) {
      const { x, y } = await canvas.place({ x: 400, y: 120 });
      await canvas.workbench.page.mouse.click(x, y);
      await canvas.enter('environments.@new', 'dev');
    },
    async keyboard(canvas, { page }) {
      await canvas.focus();
      await page.keyboard.press('Escape');
      await canvas.tabTo('field-environments.@new');
      await typed(page, 'dev');
    },
    path: ['environments'],
    value: { dev: {} },
  },
  {
    name: 'a field of an environment',
    async mouse(canvas) {
      await canvas.button('Environment: base. Choose another').click();
      await canvas.frame.getByRole('menuitemradio', { name: 'dev' }).click();
      await canvas.button('Environment: dev. Choose another').waitFor();
      await canvas.select('users');
      await canvas.enter('desiredCount', '2');
    },
    async keyboard(canvas, workbench) {
      await workbench.runCommand('ECS Topology: Select environment');
      await workbench.waitForInput('Select environment');
      await workbench.page.keyboard.type('dev');
      await workbench.page.keyboard.press('Enter');
      await canvas.button('Environment: dev. Choose another').waitFor();
      await open(canvas, workbench, 'users');
      await canvas.tabTo('field-desiredCount');
      await typed(workbench.page, '2');
    },
    path: ['environments', 'dev'],
    value: { nodes: { users: { desiredCount: 2 } } },
  },
  {
    name: 'a field back to the base',
    async mouse(canvas) {
      await canvas.frame.getByTestId('base-desiredCount').click();
    },
    async keyboard(canvas, workbench) {
      await open(canvas, workbench, 'users');
      await canvas.tabTo('base-desiredCount');
      await workbench.page.keyboard.press('Enter');
    },
    path: ['environments', 'dev'],
    value: {},
  },
];
