import { AwsError } from '../aws/errors';
import { PreflightError } from '../live/preflightError';

/** A button under a message. */
export interface Action {
  readonly title: string;
  readonly command: string;
  readonly args?: readonly unknown[];
}

/** Something that whoever gave the command can mend: one sentence with the remedy, and buttons for it. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly actions: readonly Action[];

  constructor(message: string, actions: readonly Action[] = [], options?: ErrorOptions) {
    super(message, options);
    this.actions = actions;
  }
}

/** Somebody pressed Escape or Cancel; nothing is said about it. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export const SHOW_LOG: Action = { title: 'Show log', command: 'ecsTopology.showLog' };
export const SELECT_CONNECTION: Action = {
  title: 'Select connection',
  command: 'ecsTopology.selectConnection',
};

/** True of our own cancels, of an abort, and of VS Code's cancellation. */
export function isCancelled(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error instanceof Cancelled || error.name === 'AbortError' || error.name === 'Canceled';
}

/** What people are shown of an error. */
export interface Presentation {
  readonly message: string;
  readonly actions: readonly Action[];
  /** A fault of ours: the log gets everything there is to know. */
  readonly unexpected: boolean;
}

export function present(error: unknown, what: string): Presentation {
  if (error instanceof UserError)
    return { message: error.message, actions: error.actions, unexpected: false };
  if (error instanceof AwsError)
    return { message: error.message, actions: actionsFor(error), unexpected: false };
  if (error instanceof PreflightError) return { message: error.message, actions: [], unexpected: false };
  return { message: `${what} did not work. The log says why.`, actions: [SHOW_LOG], unexpected: true };
}

function actionsFor({ kind }: AwsError): Action[] {
  switch (kind) {
    case 'credentialsMissing':
    case 'credentialsExpired':
    case 'credentialsRefused':
    case 'unreachable':
    case 'unsupported':
      return [SELECT_CONNECTION, SHOW_LOG];
    default:
      return [SHOW_LOG];
  }
}
