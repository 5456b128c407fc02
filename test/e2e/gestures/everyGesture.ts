import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { JsonObject } from '../../../src/model/json';
import type { Canvas } from '../host/canvas';

/** A topology as far as these gestures look at it. */
export interface Drawn {
  readonly nodes: Readonly<Record<string, JsonObject>>;
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  readonly layout: Readonly<Record<string, readonly [number, number]>>;
}

/** Something that one can do with a drawing, in two ways, and what the file says after either. */
export interface Gesture {
  readonly name: string;
  mouse(canvas: Canvas, page: Page): Promise<void>;
  keyboard(canvas: Canvas, page: Page): Promise<void>;
  /** The file after it was saved; without it, the gesture is one of looking and the text is what it was. */
  written?(after: Drawn, before: Drawn): void;
  /** What is seen of a gesture that writes nothing. */
  seen?(canvas: Canvas): Promise<void>;
}

const service = { kind: 'ecsService', cluster: 'main', image: 'nginxdemos/hello:0.4', port: 80 };

/** What all of them begin with: a path that leads nowhere yet, and two services. */
export const start = {
  version: 1,
  name: 'shop',
  region: 'ap-southeast-1',
  network: { vpcId: 'vpc-0123', subnetIds: ['subnet-a', 'subnet-b'] },
  nodes: {
    client: { kind: 'client' },
    api: { kind: 'apiGateway' },
    link: { kind: 'vpcLink' },
    main: { kind: 'ecsCluster' },
    users: service,
    orders: service,
  },
  edges: [
    { from: 'client', to: 'api' },
    { from: 'api', to: 'link' },
  ],
  layout: { client: [0, 0], api: [224, 16], link: [512, 0], users: [1040, 0], orders: [1040, 160] },
};

/** Places of the canvas where nothing stands. */
const OPEN = {
  nlb: { x: 620, y: 620 },
  namespace: { x: 300, y: 640 },
  service: { x: 860, y: 740 },
  menu: { x: 300, y: 150 },
};

const wires = ({ edges }: Drawn) => edges.map(({ from, to }) => `${from} ${to}`);
const at = ({ layout }: Drawn, id: string) => layout[id] ?? [NaN, NaN];

/** Each begins where the one before it ended. */
export const GESTURES: readonly Gesture[] = [
  {
    name: 'adding a card, wired where one way is obvious',
    mouse: (canvas) => canvas.bring('nlb', OPEN.nlb),
    async keyboard(canvas, page) {
      await page.keyboard.press('a');
      await canvas.choose('network');
    },
    written: (after) => expect(wires(after)).toEqual(['client api', 'api link', 'link nlb']),
  },
  {
    name: 'typing what to add',
    async mouse(canvas, page) {
      const { x, y } = await canvas.place(OPEN.namespace);
      await page.mouse.dblclick(x, y);
      await canvas.frame.getByTestId('entry-cloudMap').click();
    },
    async keyboard(canvas, page) {
      await page.keyboard.press('/');
      await canvas.choose('cloud');
    },
    written: ({ nodes }) => expect(nodes.namespace).toEqual({ kind: 'cloudMap', name: 'micro.local' }),
  },
  {
    name: 'connecting two cards',
    mouse: (canvas) => canvas.connect('nlb', 'users'),
    async keyboard(canvas, page) {
      await canvas.find('nlb');
      await page.keyboard.press('c');
      await canvas.choose('users');
    },
    written: (after) => expect(wires(after).slice(3)).toEqual(['nlb users']),
  },
  {
    name: 'moving the end of a wire',
    async mouse(canvas) {
      await canvas.selectWire('nlb--users');
      await canvas.reconnect('orders');
    },
    async keyboard(canvas, page) {
      await page.keyboard.press('r');
      await canvas.choose('ends orders');
    },
    written: (after) => expect(wires(after).slice(3)).toEqual(['nlb orders']),
  },
  {
    name: 'deleting a wire',
    async mouse(canvas) {
      await canvas.selectWire('nlb--orders');
      await canvas.frame.getByTestId('delete').click();
    },
    keyboard: (_canvas, page) => page.keyboard.press('Delete'),
    written: (after) => expect(wires(after)).toEqual(['client api', 'api link', 'link nlb']),
  },
  {
    name: 'adding a card to another',
    async mouse(canvas) {
      await canvas.drawTo('nlb', OPEN.service);
      await canvas.frame.getByTestId('entry-ecsService').click();
    },
    async keyboard(canvas, page) {
      await canvas.find('nlb');
      await page.keyboard.press('a');
      await canvas.choose('service');
    },
    written(after) {
      expect(after.nodes.service).toEqual({ kind: 'ecsService', cluster: 'main', port: 80 });
      expect(wires(after).slice(3)).toEqual(['nlb service', 'service namespace']);
    },
  },
  {
    name: 'renaming a card',
    async mouse(canvas, page) {
      await canvas.node('service').locator('.card-title').dblclick();
      await page.keyboard.type('Extra');
      await page.keyboard.press('Enter');
    },
    async keyboard(_canvas, page) {
      await page.keyboard.press('F2');
      await page.keyboard.type('Extra');
      await page.keyboard.press('Enter');
    },
    written: ({ nodes }) => expect(nodes.service?.title).toBe('Extra'),
  },
  {
    name: 'moving a card',
    mouse: (canvas) => canvas.move('service', { x: 0, y: 40 }),
    async keyboard(canvas, page) {
      await canvas.find('Extra');
      await page.keyboard.press('Alt+Shift+ArrowDown');
    },
    written(after, before) {
      expect(at(after, 'service')[0]).toBe(at(before, 'service')[0]);
      expect(at(after, 'service')[1]).toBeGreaterThan(at(before, 'service')[1]);
    },
  },
  {
    name: 'aligning cards',
    async mouse(canvas, page) {
      await canvas.node('client').click();
      await page.keyboard.down('Shift');
      await canvas.node('api').click();
      await canvas.node('link').click();
      await page.keyboard.up('Shift');
      await canvas.menu('api', 'arrange');
      await canvas.frame.getByTestId('entry-align-top').click();
    },
    async keyboard(canvas, page) {
      await canvas.find('client');
      await page.keyboard.press('Shift+ArrowRight');
      await page.keyboard.press('Shift+ArrowRight');
      await page.keyboard.press('Alt+w');
    },
    written: (after) => expect(['client', 'api', 'link'].map((id) => at(after, id)[1])).toEqual([0, 0, 0]),
  },
  {
    name: 'distributing cards',
    async mouse(canvas) {
      await canvas.menu('api', 'arrange');
      await canvas.frame.getByTestId('entry-distribute-x').click();
    },
    keyboard: (_canvas, page) => page.keyboard.press('Alt+Shift+h'),
    written(after, before) {
      expect(at(after, 'link')).toEqual(at(before, 'link'));
      expect(at(after, 'api')[0]).not.toBe(at(before, 'api')[0]);
    },
  },
  {
    name: 'grouping services into a cluster',
    async mouse(canvas) {
      await canvas.marquee('users', 'orders');
      await canvas.menu('orders', 'group');
    },
    async keyboard(canvas, page) {
      await canvas.find('users');
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('ControlOrMeta+g');
    },
    written({ nodes }) {
      expect(nodes.cluster).toEqual({ kind: 'ecsCluster' });
      expect([nodes.users?.cluster, nodes.orders?.cluster, nodes.service?.cluster]).toEqual([
        'cluster',
        'cluster',
        'main',
      ]);
    },
  },
  {
    name: 'duplicating a card',
    mouse: (canvas) => canvas.menu('client', 'duplicate'),
    async keyboard(canvas, page) {
      await canvas.find('client');
      await page.keyboard.press('ControlOrMeta+d');
    },
    written(after) {
      expect(after.nodes['client-2']).toEqual({ kind: 'client' });
      expect(wires(after)).toContain('client-2 api');
    },
  },
  {
    name: 'cutting a card',
    mouse: (canvas) => canvas.menu('client-2', 'cut'),
    keyboard: (_canvas, page) => page.keyboard.press('ControlOrMeta+x'),
    written(after) {
      expect(after.nodes).not.toHaveProperty('client-2');
      expect(wires(after)).not.toContain('client-2 api');
    },
  },
  {
    name: 'pasting it again',
    mouse: (canvas) => canvas.menu(OPEN.menu, 'paste'),
    keyboard: (_canvas, page) => page.keyboard.press('ControlOrMeta+v'),
    written: (after) => expect(wires(after)).toContain('client-2 api'),
  },
  {
    name: 'selecting along the path and deleting it',
    async mouse(canvas) {
      await canvas.menu('client-2', 'path-downstream');
      await canvas.menu('client-2', 'delete');
    },
    async keyboard(canvas, page) {
      await canvas.find('client-2');
      await page.keyboard.press('ControlOrMeta+Shift+ArrowRight');
      await page.keyboard.press('Delete');
    },
    written(after) {
      expect(Object.keys(after.nodes)).toEqual(['client', 'main', 'users', 'orders', 'cluster']);
      expect(wires(after)).toEqual([]);
    },
  },
  {
    name: 'tidying up, after it asked',
    async mouse(canvas) {
      await canvas.menu(OPEN.menu, 'tidy');
      await canvas.frame.getByTestId('dialog').getByRole('button', { name: 'Tidy up' }).click();
    },
    async keyboard(canvas, page) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Shift+Alt+f');
      await canvas.frame.getByTestId('dialog').waitFor();
      await page.keyboard.press('Enter');
    },
    written(after, before) {
      expect(after.layout).not.toEqual(before.layout);
      expect(at(after, 'users')[0]).toBe(at(after, 'orders')[0]);
    },
  },
  {
    name: 'searching, zooming and looking at the list of keys',
    async mouse(canvas) {
      await canvas.menu(OPEN.menu, 'search');
      await canvas.frame.getByTestId('entry-orders').click();
      await canvas.fit();
      await canvas.menu('orders', 'fitSelection');
      await canvas.button('Minimap').click();
    },
    async keyboard(canvas, page) {
      await canvas.find('orders');
      for (const key of ['0', 'z', 'm', '?', 'Escape']) await page.keyboard.press(key);
    },
    async seen(canvas) {
      await expect.poll(() => canvas.field('@id').inputValue()).toBe('orders');
      expect(await canvas.frame.getByTestId('minimap').count()).toBe(0);
    },
  },
];
