import type { Budget } from '../aws/budget';
import { createCloud } from '../aws/cloud';
import { createMemory, longestOverdue, type Overdue } from '../aws/memory';
import type { Cloud, Found, Provider } from '../engine/provider';
import { markOf } from '../engine/digest';
import { nodeOf } from '../engine/resource';
import type { TopologyResource } from '../kinds/resourceTypes';
import { ageOf, type Heat, type Kind } from './ages';
import type { Snapshot } from './hops/snapshot';
import { valueOf } from './hops/view';
import type { Prepared } from './prepare';
import { createServiceLooks } from './services';
import type { Session } from './session';
import { takeSnapshot, type Sources } from './snapshot';
import { reportOf, type StatusReport } from './status';

/** Looks at topologies again and again, each time only at what may be another by now. One for each session. */
export interface Watcher {
  look(prepared: Prepared, options?: WatchOptions): Promise<Look>;
  /** All that is known may be another now: a run has ended, somebody asks for it. */
  renew(): void;
}

export interface WatchOptions {
  /** A deploy or destroy is running. */
  readonly changing?: boolean;
  /** Nodes that are being changed, or were a moment ago. */
  readonly touched?: ReadonlySet<string>;
  /** Told every second or few what is known so far; what AWS has not answered yet is unknown in it. */
  readonly onPart?: (report: StatusReport) => void;
  readonly signal?: AbortSignal;
}

/** What one look tells. */
export interface Look {
  readonly report: StatusReport;
  /** The oldest part of it that could not be had anew. */
  readonly overdue?: Overdue;
  /** How much there is to see at the next look. */
  readonly heat: Heat;
  /** By how much the wait for the next look is stretched: AWS has refused calls. */
  readonly slowness: number;
}

/** By how much looks become rarer as soon as a call is refused; each look without a refusal halves it. */
const BRAKE = 8;
/** Milliseconds for which a judgement holds that nothing but the time may change. */
const JUDGED = 60_000;
/**
 * Milliseconds between two parts of a look that are told, or so many for each resource: to judge thousands takes a tenth
 * of a second.
 */
const PART = { least: 1_000, each: 1 };
/** Milliseconds for which something that is gone does not have everything looked for again. */
const GONE_PAUSE = 15_000;

/** `share` is what may be spent on answers that are there already; a tenth of AWS's budgets unless given. */
export function createWatcher(
  { account, cloud }: Pick<Session, 'account' | 'cloud'>,
  share?: Budget,
): Watcher {
  const { clock, pace } = account;
  const memory = createMemory(account, share);
  const services = createServiceLooks({ account, once: memory.once });
  /** What was seen last of each topology, by stack: what is not well is looked at more often. */
  const last = new Map<string, Snapshot>();
  const marks = new WeakMap<TopologyResource, string>();
  const reports = new WeakMap<Prepared, { version: string; at: number; report: StatusReport }>();
  let slowness = 1;
  let known = { throttles: 0, gone: 0 };
  let renewedAt = Number.NEGATIVE_INFINITY;

  const age = (kind: Kind, heat: Heat, count?: number) => ageOf(kind, heat, count) * pace * slowness;

  /** The providers, each with its reads answered by what is young enough. */
  function cloudAt(heat: Heat, things: number | undefined): Cloud {
    const places = createCloud(memory.behind(age('places', heat, things)));
    const listeners = createCloud(memory.behind(age('listeners', heat, things)));
    const provider = (type: string): Provider =>
      (type === 'AWS::ElasticLoadBalancingV2::Listener' ? listeners : places).provider(type);
    return { ...cloud, provider };
  }

  function renew(): void {
    renewedAt = clock.now();
    memory.expire();
    services.expire();
  }

  function sources({ stack }: Prepared, { changing, touched = new Set() }: WatchOptions): Sources {
    const before = last.get(stack);
    const heats = {
      routes: () => (changing ? 'hot' : 'quiet'),
      stages: () => (changing ? 'hot' : 'quiet'),
      links: (found) =>
        changing || valueOf(before?.links.get(found?.id ?? ''))?.VpcLinkStatus !== 'AVAILABLE'
          ? 'hot'
          : 'quiet',
      loadBalancers: () =>
        changing ||
        [...(before?.loadBalancers.values() ?? [])].some((it) => valueOf(it)?.State?.Code !== 'active')
          ? 'hot'
          : 'quiet',
      targets: (found) =>
        found ? hotter(services.heatOf(found.physicalId), targetHeat(found, before)) : 'quiet',
      instances: (found) => services.heatOf(found?.attributes.arn ?? ''),
    } as const satisfies Record<string, (found?: Found) => Heat>;
    const counts = new Map<string, number>();
    for (const found of before?.found.values() ?? []) {
      for (const kind of ['targets', 'instances'] as const) {
        if (found.type !== TYPES[kind]) continue;
        const key = `${kind} ${heats[kind](found)}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    return {
      cloud: cloudAt(changing ? 'hot' : 'quiet', before?.found.size),
      account(kind, found) {
        const heat = heats[kind](found);
        const count = kind === 'routes' ? before?.found.size : counts.get(`${kind} ${heat}`);
        return memory.within(age(kind, heat, count));
      },
      services(founds, signal) {
        const ids = founds.filter(({ id }) => touched.has(nodeOf(id))).map(({ id }) => id);
        return services.look(founds, { touched: new Set(ids), stack, slowness, signal });
      },
      mark(resource) {
        const mark = marks.get(resource) ?? markOf(resource, cloud.provider(resource.type));
        marks.set(resource, mark);
        return mark;
      },
    };
  }

  /** Judging hundreds of services takes longer than asking about them: what says the same is judged once. */
  function judged(prepared: Prepared, snapshot: Snapshot): StatusReport {
    const version = `${memory.version} ${services.version} ${snapshot.changing}`;
    const before = reports.get(prepared);
    if (before?.version === version && snapshot.at - before.at < JUDGED * pace) return before.report;
    const report = reportOf(prepared, snapshot);
    reports.set(prepared, { version, at: snapshot.at, report });
    return report;
  }

  /** Not kept: more of it may be known without that anything was answered since. */
  function partsFor(prepared: Prepared, tell: (report: StatusReport) => void): (part: Snapshot) => void {
    const pause = Math.max(PART.least, PART.each * prepared.resources.length);
    let next = clock.now() + PART.least;
    return (part) => {
      if (clock.now() < next) return;
      next = clock.now() + pause;
      tell(reportOf(prepared, part));
    };
  }

  function heatOf({ changing, touched }: WatchOptions, { found }: Snapshot): Heat {
    if (changing || (touched && touched.size > 0)) return 'hot';
    const heats = [...found.values()].flatMap(({ type, physicalId }) =>
      type === 'AWS::ECS::Service' ? [services.heat(physicalId)] : [],
    );
    return heats.reduce<Heat>(hotter, 'quiet');
  }

  return {
    renew,
    async look(prepared, options = {}) {
      const { changing = false, onPart, signal } = options;
      const snapshot = await takeSnapshot(sources(prepared, options), prepared, {
        changing,
        ...(onPart && { onPart: partsFor(prepared, onPart) }),
        ...(signal && { signal }),
      });
      last.set(prepared.stack, snapshot);
      memory.sweep();
      // Some of it may have happened behind the last look.
      slowness = memory.throttles > known.throttles ? BRAKE : Math.max(1, slowness / 2);
      // What is not where it was may be elsewhere by now.
      if (memory.gone > known.gone && clock.now() - renewedAt > GONE_PAUSE * pace) renew();
      known = { throttles: memory.throttles, gone: memory.gone };
      const overdue = longestOverdue([memory.overdue(), services.overdue()]);
      return {
        report: judged(prepared, snapshot),
        ...(overdue && { overdue }),
        heat: heatOf(options, snapshot),
        slowness,
      };
    },
  };
}

const TYPES = {
  targets: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  instances: 'AWS::ServiceDiscovery::Service',
} as const;

const RANK = { quiet: 0, warm: 1, hot: 2 } as const satisfies Record<Heat, number>;

function hotter(one: Heat, other: Heat): Heat {
  return RANK[one] >= RANK[other] ? one : other;
}

/** A group with a target that is not healthy is on its way to something else, or waits for somebody to mend it. */
function targetHeat({ id }: Found, before: Snapshot | undefined): Heat {
  const targets = valueOf(before?.targets.get(id)) ?? [];
  return targets.some(({ TargetHealth }) => TargetHealth?.State !== 'healthy') ? 'warm' : 'quiet';
}
