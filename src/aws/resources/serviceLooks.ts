import { DescribeServicesCommand, type Service } from '@aws-sdk/client-ecs';
import type { Account } from '../account';
import { createBatch, type Ask } from '../batch';
import { raceAbort } from '../raceAbort';
import { unlessGone } from './common';

/** Looks at one service, by cluster and ARN; undefined where there is none. */
export type LookAtService = (
  cluster: string,
  arn: string,
  signal?: AbortSignal,
) => Promise<Service | undefined>;

/** For waiting: of services of one cluster ten are looked at with one call, which is as many as AWS takes. */
export function createServiceLooks(account: Account): LookAtService {
  const clusters = new Map<string, Ask<Service>>();

  function batchOf(cluster: string): Ask<Service> {
    const known = clusters.get(cluster);
    if (known) return known;
    const batch = createBatch<Service>(account, {
      size: 10,
      async ask(services) {
        const command = new DescribeServicesCommand({ cluster, services: [...services] });
        const answer = await unlessGone(account.send(account.clients.ecs, command));
        return new Map((answer?.services ?? []).map((service) => [service.serviceArn ?? '', service]));
      },
    });
    clusters.set(cluster, batch);
    return batch;
  }

  return (cluster, arn, signal) => raceAbort(batchOf(cluster)(arn), signal);
}
