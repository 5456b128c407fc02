import { ref } from '../../engine/resource';
import type { Egress, Network } from '../kind';

/** A network that the stack makes and takes away with it. */
export interface OwnNetwork {
  /** In canonical form. */
  readonly cidr: string;
  readonly egress: Egress;
}

/** Stands for the network where nodes stand: in ids of resources, in plans and in the drawing. */
export const NETWORK_NODE = '@network';

/** As many zones as private subnets: a load balancer and a service outlive one of them. */
export const ZONES = [0, 1] as const;

export const IDS = {
  vpc: `${NETWORK_NODE}/vpc`,
  subnet: (sort: 'private' | 'public', zone: number) => `${NETWORK_NODE}/subnet/${sort}/${zone}`,
  routeTable: (sort: 'private' | 'public') => `${NETWORK_NODE}/routeTable/${sort}`,
  internetGateway: `${NETWORK_NODE}/internetGateway`,
  address: `${NETWORK_NODE}/address`,
  natGateway: `${NETWORK_NODE}/natGateway`,
  securityGroup: `${NETWORK_NODE}/securityGroup`,
  ingress: (service: string) => `${NETWORK_NODE}/ingress/${service}/443`,
  endpoint: (service: string) => `${NETWORK_NODE}/endpoint/${service}`,
};

/** A network of the stack's own: everybody goes into its private subnets. */
export function ownNetwork({ egress }: OwnNetwork): Network {
  const subnets = ZONES.map((zone) => ref(IDS.subnet('private', zone), 'id'));
  return {
    vpcId: ref(IDS.vpc, 'id'),
    subnets: { tasks: subnets, loadBalancers: subnets, links: subnets },
    egress,
    wayTo: (services) => {
      switch (egress) {
        case 'nat':
          // With the table comes its route, and with that a gateway that is ready.
          return [ref(IDS.routeTable('private'), 'id')];
        case 'endpoints':
          return services.map((service) => ref(IDS.endpoint(service), 'id', { ready: true }));
        case 'none':
          return [];
      }
    },
  };
}
