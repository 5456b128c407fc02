import { CreateServiceLinkedRoleCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach } from 'vitest';
import { planDeploy } from '../../../../src/live/deploy';
import type { PreflightFinding } from '../../../../src/live/preflight/finding';
import { PreflightError } from '../../../../src/live/preflightError';
import type { RegionState } from '../../../../src/sandbox/world';
import { DOCUMENT, prepared } from '../hops/chain';
import { openWorld, type World } from '../world';

/** What a test changes of the chain: members of the document, and nodes by id, whole. */
export interface Changes {
  readonly document?: object;
  readonly network?: { vpcId?: string; subnetIds?: readonly string[]; clientSubnetIds?: readonly string[] };
  readonly nodes?: object;
  readonly edges?: readonly object[];
}

/** An account in which a chain is planned, made anew for each test of a file; it has used the chain's services before. */
export interface PreflightAccount {
  readonly world: World;
  /** The region of the chain. */
  readonly region: RegionState;
  /** What preflight finds of the chain. */
  findings(changes?: Changes): Promise<readonly PreflightFinding[]>;
  /** The same, a line `<severity> <code>: <message>` each. */
  found(changes?: Changes): Promise<string>;
}

/** The account of the test that runs. */
export function usePreflightAccount(): PreflightAccount {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
    // A region comes to be with the first call to it.
    await world.session.cloud.provider('AWS::ECS::Cluster').find('x', []);
    const { clients, send } = world.session.account;
    for (const service of ['ecs', 'elasticloadbalancing', 'ops.apigateway']) {
      const AWSServiceName = `${service}.amazonaws.com`;
      await send(clients.iam, new CreateServiceLinkedRoleCommand({ AWSServiceName }));
    }
  });
  afterEach(() => world.close());

  const account: PreflightAccount = {
    get world() {
      return world;
    },
    get region() {
      const region = world.account.regions.get('eu-west-1');
      if (!region) throw new Error('The sandbox has no such region');
      return region;
    },
    async findings(changes = {}) {
      try {
        return (await planDeploy(chainWith(changes), world.session)).warnings;
      } catch (error) {
        if (error instanceof PreflightError) return error.findings;
        throw error;
      }
    },
    async found(changes) {
      const findings = await account.findings(changes);
      return findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}`).join('\n');
    },
  };
  return account;
}

/** The original chain with a second service, changed. */
export function chainWith({ document, network, nodes, edges }: Changes = {}) {
  return prepared({
    ...DOCUMENT,
    ...document,
    network: { ...DOCUMENT.network, ...network },
    nodes: { ...DOCUMENT.nodes, ...nodes },
    ...(edges && { edges }),
  });
}

/** Changes one thing of a map of the account. */
export function change<Value extends object>(
  map: Map<string, Value>,
  id: string,
  changes: Partial<Value>,
): void {
  const value = map.get(id);
  if (value === undefined) throw new Error(`The account has no such thing: ${id}`);
  map.set(id, { ...value, ...changes });
}
