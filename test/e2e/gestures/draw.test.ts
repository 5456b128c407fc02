import { expect, test } from 'vitest';
import { canvasOf } from '../host/canvas';
import { useWindow } from './window';

const window = useWindow({ 'readme.md': '' });

test('the chain is drawn from an empty topology with the mouse, and the keyboard only for text', async () => {
  const { workbench } = window();
  await workbench.runCommand('ECS Topology: New topology');
  await workbench.pick('Empty');
  await workbench.waitForInput('New topology');
  await workbench.enter('shop');
  const canvas = await canvasOf(workbench);
  await canvas.frame.getByTestId('empty').waitFor();
  await workbench.screenshot('draw-empty');

  await canvas.bring('client', { x: 200, y: 100 });
  await canvas.bring('apiGateway', { x: 460, y: 100 });
  await canvas.bring('vpcLink', { x: 720, y: 100 });
  await canvas.bring('nlb', { x: 980, y: 100 });
  await canvas.bring('ecsCluster', { x: 900, y: 400 });
  await canvas.bring('ecsService', { x: 900, y: 410 });
  await canvas.bring('cloudMap', { x: 900, y: 640 });
  await workbench.screenshot('draw-cards');

  // There was one obvious way at every step, so the wires are there: only the routes are somebody's decision.
  await canvas.edge('link--nlb').locator('.wire-reach').click({ force: true });
  await canvas.enter('routes.0', 'ANY /users');
  await canvas.enter('routes.1', 'ANY /users/{proxy+}');

  await canvas.select('service');
  await canvas.enter('image', 'nginxdemos/hello:0.4');
  await canvas.enter('port', '8080');
  await canvas.field('cpu').selectOption('512');
  await canvas.enter('memory', '1024');
  await canvas.select('namespace');
  await canvas.enter('name', 'shop.local');
  await workbench.screenshot('draw-done');

  const text = await window().saved('shop.topology.json', (text) => text.includes('shop.local'));
  const { nodes, edges, layout } = JSON.parse(text) as Record<string, unknown>;
  expect(nodes).toEqual({
    client: { kind: 'client' },
    api: { kind: 'apiGateway' },
    link: { kind: 'vpcLink' },
    nlb: { kind: 'nlb' },
    cluster: { kind: 'ecsCluster' },
    service: {
      kind: 'ecsService',
      cluster: 'cluster',
      image: 'nginxdemos/hello:0.4',
      port: 8080,
      cpu: 512,
      memory: 1024,
    },
    namespace: { kind: 'cloudMap', name: 'shop.local' },
  });
  expect(edges).toEqual([
    { from: 'client', to: 'api' },
    { from: 'api', to: 'link' },
    { from: 'link', to: 'nlb', routes: ['ANY /users', 'ANY /users/{proxy+}'] },
    { from: 'nlb', to: 'service' },
    { from: 'service', to: 'namespace' },
  ]);
  expect(layout).toBeTypeOf('object');
  expect(await workbench.problems('shop.topology.json')).not.toContainEqual(expect.stringMatching(/^error/));
  await workbench.screenshot('draw-problems');
  await workbench.hidePanel();
});

test('a wire that makes no sense is refused, with the reason', async () => {
  const { workbench } = window();
  await workbench.openFile('shop.topology.json');
  const canvas = await canvasOf(workbench);
  const before = await window().workspace.read('shop.topology.json');
  await canvas.connect('client', 'nlb');
  expect(await canvas.notice()).toBe('Client connects to API Gateway, not to Network load balancer.');
  await workbench.screenshot('draw-refused');
  expect(await canvas.edge('client--nlb').count()).toBe(0);
  expect(await window().workspace.read('shop.topology.json')).toBe(before);
});
