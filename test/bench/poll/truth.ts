import { REGION, type Deployed } from '../../fakes/deployed';
import { KEY, type Window } from './window';

/** How a service really was, and how it was shown, over time. */
export interface Truth {
  /** Looks at both; nobody else's look tells more. */
  sample(): void;
  /** Seconds from each change of the account in a time span to the moment at which it was shown. */
  staleness(from: number, to: number): number[];
  /** Services that are shown as they are not. */
  wrong(): string[];
}

interface History {
  /** In the order of time: what became true, and when. */
  readonly changes: { readonly at: number; readonly token: string }[];
  /** How many of them are shown. */
  shown: number;
  readonly delays: { readonly at: number; readonly seconds: number }[];
}

/** Follows some services of the account and what a window shows of them. */
export function createTruth(world: Deployed, window: Window, names: readonly string[]): Truth {
  const histories = new Map<string, History>(
    names.map((name) => [name, { changes: [], shown: 0, delays: [] }]),
  );
  const ecs = () => {
    const region = world.world.regions.get(REGION);
    if (!region) throw new Error('The region of the bench is empty');
    return region.ecs;
  };

  /** As AWS would describe it now: tasks of each deployment, and whether a rollout is under way. */
  function real(name: string): string {
    const { services, tasks } = ecs();
    const service = [...services.values()].find((one) => one.name === name);
    if (!service) return 'gone';
    const own = [...tasks.values()].filter(({ serviceArn }) => serviceArn === service.arn);
    const running = own.filter(({ status }) => status === 'RUNNING');
    const pending = own.filter(
      ({ status, desired }) => desired === 'RUNNING' && /PROVISIONING|PENDING|ACTIVATING/.test(status),
    );
    const [primary] = service.deployments;
    const goesOn = primary?.rolloutState === 'IN_PROGRESS';
    const leaving = running.some(({ deploymentId }) => deploymentId !== primary?.id);
    const isMoving =
      running.length < service.desiredCount
        ? pending.length > 0 || goesOn
        : goesOn || leaving || running.length > service.desiredCount;
    return `${running.length}/${service.desiredCount}${isMoving ? ' moving' : ''}`;
  }

  function shown(name: string): string | undefined {
    const status = window.store.report(KEY)?.resources.find(({ id }) => id === `${name}/service`);
    const count = /^\d+\/\d+/.exec(status?.summary ?? '')?.[0];
    return count === undefined
      ? undefined
      : `${count}${status?.cause === 'deploymentRunning' ? ' moving' : ''}`;
  }

  return {
    sample() {
      const at = world.clock.now();
      for (const [name, history] of histories) {
        const token = real(name);
        if (history.changes.at(-1)?.token !== token) history.changes.push({ at, token });
        const seen = shown(name);
        const newest = history.changes.findLastIndex((change) => change.token === seen);
        for (const change of history.changes.slice(history.shown, newest + 1)) {
          history.delays.push({ at: change.at, seconds: (at - change.at) / 1000 });
        }
        history.shown = Math.max(history.shown, newest + 1);
      }
    },
    staleness(from, to) {
      return [...histories.values()].flatMap(({ delays, changes, shown: count }) => [
        ...delays.filter(({ at }) => at >= from && at < to).map(({ seconds }) => seconds),
        // What was never shown is as stale as the span is long.
        ...changes
          .slice(count)
          .filter(({ at }) => at >= from && at < to)
          .map(() => (to - from) / 1000),
      ]);
    },
    wrong: () => names.filter((name) => real(name) !== shown(name)),
  };
}
