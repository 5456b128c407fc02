import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canvasOf } from '../host/canvas';
import { openWorkbench } from '../host/workbench';
import type { Stage } from './stage';

const nodes = ['client', 'api', 'link', 'nlb', 'cluster', 'user-service', 'order-service', 'namespace'];

/** Deploys two services, sends a request and writes what the window shows to a PNG file. */
export async function takePicture(stage: Stage, file: string, report: (line: string) => void): Promise<void> {
  const shots = await mkdtemp(join(tmpdir(), 'ecs-topology-picture-'));
  try {
    await using workbench = await openWorkbench(stage.server, {
      report,
      shots,
      viewport: { width: 1600, height: 900 },
    });
    const canvas = await canvasOf(workbench);
    await workbench.waitForStatus(/Sandbox · 123456789012/);
    report('Deploying …');
    await canvas.press('Deploy topology');
    await workbench.answerDialog('Deploy');
    await workbench.waitForNotification(/is deployed and answers/, 90_000);
    for (const id of nodes) await canvas.waitForHealth(id, 'ok', 30_000);
    await canvas.press('Send request');
    await canvas.frame.getByTestId('response').getByText('200').waitFor();
    await canvas.node('user-service').click();
    await workbench.hideSideBar();
    await workbench.clearNotifications();
    await canvas.fit();
    await workbench.screenshot('picture');
    await copyFile(join(shots, 'picture.png'), file);
    report(`The picture is in ${file}`);
  } finally {
    await rm(shots, { recursive: true, force: true });
  }
}
