import { AwsError } from './errors';

/** Asks whoever can sign in again whether calls may go on; false when they give up. */
export type Ask = (error: AwsError) => Promise<boolean>;

/** Holds the calls of a connection while its session has expired, and lets them go on with the next one. */
export interface Renewal {
  /** Counts sessions: a call that failed under an earlier one than this need not ask any more. */
  readonly session: number;
  /** Resolves when nobody is being asked. */
  settled(): Promise<void>;
  /** True when a call that failed so, sent in that session, may be sent again. Rejects where the new session is no good. */
  renewed(error: AwsError, session: number): Promise<boolean>;
  /** Says whom to ask from now on, until the function that it returns is called. Without anybody nothing is held. */
  askWith(ask: Ask): () => void;
}

/** `signIn` takes up new credentials and tries them; it rejects where they are not to be used. */
export function createRenewal(signIn: () => Promise<void>): Renewal {
  let session = 0;
  let ask: Ask | undefined;
  let asking: Promise<boolean> | undefined;

  async function untilSignedIn(asked: Ask, error: AwsError): Promise<boolean> {
    for (let last = error; ;) {
      if (!(await asked(last))) {
        // Whoever gave up is not asked again for each call that was under way.
        if (ask === asked) ask = undefined;
        return false;
      }
      try {
        await signIn();
        session += 1;
        return true;
      } catch (failure) {
        if (!isExpired(failure)) throw failure;
        last = failure;
      }
    }
  }

  return {
    get session() {
      return session;
    },
    async settled() {
      // How it ended is for those who asked.
      await asking?.catch(() => undefined);
    },
    async renewed(error, sentIn) {
      if (sentIn < session) return true;
      if (!ask) return false;
      asking ??= untilSignedIn(ask, error).finally(() => (asking = undefined));
      return asking;
    },
    askWith(wanted) {
      ask = wanted;
      return () => {
        if (ask === wanted) ask = undefined;
      };
    },
  };
}

/** Whether signing in again helps. */
export function isExpired(error: unknown): error is AwsError {
  return error instanceof AwsError && error.kind === 'credentialsExpired';
}
