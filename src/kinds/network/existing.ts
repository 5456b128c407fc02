import type { Network } from '../kind';

/** A network that people have, as the file names it. */
export interface ExistingNetwork {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** Where the VPC link's interfaces go; the others where absent. */
  readonly clientSubnetIds?: readonly string[] | undefined;
}

/** A network that is there already. How tasks get out of it is its owner's business: nothing has to be waited for. */
export function existingNetwork({ vpcId, subnetIds, clientSubnetIds }: ExistingNetwork): Network {
  const subnets = [...subnetIds].sort();
  return {
    vpcId,
    subnets: {
      tasks: subnets,
      loadBalancers: subnets,
      links: clientSubnetIds ? [...clientSubnetIds].sort() : subnets,
    },
    egress: undefined,
    wayTo: () => [],
  };
}
