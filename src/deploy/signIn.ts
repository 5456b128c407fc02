import * as vscode from 'vscode';
import type { Ask } from '../aws/renewal';

/** Asks to sign in again when the session expires on the way; a run that is cancelled meanwhile is not kept waiting. */
export function askToSignIn(signal: AbortSignal): Ask {
  return async ({ reason }) => {
    const cancelled = new Promise<undefined>((resolve) => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const answer = vscode.window.showWarningMessage(
      `The AWS session has expired, so the run waits. Sign in again, with "aws sso login" for instance, then go on: ${reason}`,
      'Go on',
      'Stop here',
    );
    return (await Promise.race([answer, cancelled])) === 'Go on';
  };
}
