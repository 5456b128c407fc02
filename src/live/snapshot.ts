import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Account } from '../aws/account';
import { listRoutes } from '../aws/resources/route';
import { markOf } from '../engine/digest';
import { lookUp } from '../engine/existing';
import { grouped } from '../engine/grouped';
import { surveyByType } from '../engine/plan';
import type { Cloud, Found } from '../engine/provider';
import type { TopologyResource } from '../kinds/resourceTypes';
import type { Kind } from './ages';
import { ask, degraded } from './ask';
import type { Answer, InstancesLook, LinkLook, RouteLook, Snapshot, StageLook } from './hops/snapshot';
import type { Prepared } from './prepare';
import { balancers, link, registered, stage, targetsOf } from './reads';
import { createServiceLooks, type ServicesLook } from './services';
import type { Session } from './session';

export interface SnapshotOptions {
  /** A deploy or destroy is running. */
  readonly changing?: boolean;
  /** Told whenever more is known, for who would rather see a part than wait: valid until the next is told. */
  readonly onPart?: (part: Snapshot) => void;
  readonly signal?: AbortSignal;
}

/** Where a look has its answers from: AWS itself, or what AWS answered a while ago. */
export interface Sources {
  /** Tells what of the stack there is, and where. */
  readonly cloud: Cloud;
  /** Through what one thing is asked about; without one, all of a kind. */
  account(
    kind: Exclude<Kind, 'places' | 'listeners' | 'services' | 'roll' | 'tasks'>,
    found?: Found,
  ): Account;
  services(founds: readonly Found[], signal: AbortSignal | undefined): Promise<ServicesLook>;
  /** What the file asks of a resource, as it is written into its tags. */
  mark(resource: TopologyResource): string;
}

/** Asks AWS about everything. */
export function directSources({ account, cloud }: Pick<Session, 'account' | 'cloud'>): Sources {
  const services = createServiceLooks({ account, once: account });
  return {
    cloud,
    account: () => account,
    services: (founds, signal) => services.look(founds, { signal }),
    mark: (resource) => markOf(resource, cloud.provider(resource.type)),
  };
}

/**
 * Looks at everything of the topology that is in the account, in as few calls as its APIs allow. Each thing is asked
 * about as soon as those of its type are found: services with a budget of their own do not wait for each other.
 */
export async function takeSnapshot(
  sources: Sources,
  { stack, resources }: Pick<Prepared, 'stack' | 'resources'>,
  { changing = false, onPart, signal }: SnapshotOptions = {},
): Promise<Snapshot> {
  const { now, types } = sources.cloud;
  const draft = draftOf(changing, types);
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const foreign = grouped(
    resources.filter(({ existing }) => existing),
    ({ type }): string => type,
  );

  /** What is asked about the things of a type, beside where they are. */
  const questions: Readonly<Partial<Record<string, (founds: readonly Found[]) => Promise<unknown>>>> = {
    'AWS::ApiGatewayV2::Api': each(draft.routes, (it) =>
      listRoutes(sources.account('routes', it), it.physicalId, signal),
    ),
    'AWS::ApiGatewayV2::Stage': each(draft.stages, (it) => stage(sources.account('stages', it), it, signal)),
    'AWS::ApiGatewayV2::VpcLink': each(draft.links, (it) => link(sources.account('links', it), it, signal)),
    'AWS::ElasticLoadBalancingV2::TargetGroup': each(draft.targets, (it) =>
      targetsOf(sources.account('targets', it), it, signal),
    ),
    'AWS::ServiceDiscovery::Service': each(draft.instances, (it) =>
      registered(sources.account('instances', it), it, signal),
    ),
    async 'AWS::ElasticLoadBalancingV2::LoadBalancer'(founds) {
      draft.loadBalancers = await balancers(sources.account('loadBalancers'), founds, signal);
    },
    async 'AWS::ECS::Service'(founds) {
      Object.assign(draft, await sources.services(founds, signal));
    },
  };

  function each<T>(answers: Map<string, Answer<T>>, question: (found: Found) => Promise<T>) {
    return (founds: readonly Found[]) =>
      Promise.all(
        founds.map(async (found) => {
          answers.set(found.id, await ask(question(found)));
          tell();
        }),
      );
  }

  function tell(): void {
    onPart?.({ ...draft, at: now() });
  }

  /** Of twins the oldest counts. */
  function place(ours: readonly Found[]): Found[] {
    const own = new Map<string, Found>();
    for (const it of [...ours].sort((a, b) => (a.created < b.created ? -1 : 1))) {
      const resource = byId.get(it.id);
      if (resource?.type !== it.type || resource.existing || own.has(it.id)) continue;
      own.set(it.id, it);
      draft.found.set(it.id, it);
      if (it.applied !== undefined && it.applied !== sources.mark(resource)) draft.edited.add(it.id);
    }
    return [...own.values()];
  }

  /** What others made and the topology uses. */
  async function theirsOf(type: string): Promise<Found[]> {
    const used = foreign.get(type);
    if (!used) return [];
    try {
      const { found, missing } = await lookUp(used, sources.cloud, signal);
      for (const [id, it] of found) draft.found.set(id, it);
      for (const [id, sentence] of missing) draft.unusable.set(id, sentence);
      return [...found.values()];
    } catch (error) {
      draft.unreadable.set(type, degraded(error));
      return [];
    }
  }

  const cloud = locatingCloud(sources.cloud, draft.unreadable);
  const looks = surveyByType({ cloud, stack, ...(signal && { signal }) });
  await Promise.all(
    [...looks].map(async ([type, look]) => {
      const [ours, theirs] = await Promise.all([look, theirsOf(type)]);
      const own = [...place(ours), ...theirs];
      draft.awaited.delete(type);
      tell();
      if (own.length > 0) await questions[type]?.(own);
      tell();
    }),
  );
  return { ...draft, at: now() };
}

/** A snapshot that is being taken: nothing is known. */
function draftOf(changing: boolean, types: readonly string[]) {
  return {
    changing,
    found: new Map<string, Found>(),
    unusable: new Map<string, string>(),
    edited: new Set<string>(),
    unreadable: new Map<string, string>(),
    awaited: new Set(types),
    routes: new Map<string, Answer<readonly RouteLook[]>>(),
    stages: new Map<string, Answer<StageLook>>(),
    links: new Map<string, Answer<LinkLook>>(),
    loadBalancers: new Map() as Snapshot['loadBalancers'],
    targets: new Map<string, Answer<readonly TargetHealthDescription[]>>(),
    services: new Map() as Snapshot['services'],
    tasks: new Map() as Snapshot['tasks'],
    instances: new Map<string, Answer<InstancesLook>>(),
  };
}

/** Finds only where things are. A type that may not or cannot be listed is noted and counts as empty. */
function locatingCloud(cloud: Cloud, unreadable: Map<string, string>): Cloud {
  return {
    ...cloud,
    provider: (type) => {
      const provider = cloud.provider(type);
      const locate = provider.locate ?? provider.find;
      return {
        ...provider,
        async find(stack, earlier, signal) {
          try {
            return await locate(stack, earlier, signal);
          } catch (error) {
            unreadable.set(type, degraded(error));
            return [];
          }
        },
      };
    },
  };
}
