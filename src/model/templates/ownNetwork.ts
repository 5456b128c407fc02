import { CHAIN, CHAIN_EDGES } from './chain';
import { drawing, service, type Template } from './template';

export const OWN_NETWORK_NAT: Template = {
  id: 'own-network',
  title: 'Own VPC with NAT',
  description: 'One chain in a VPC that comes and goes with it; tasks get out through a NAT gateway',
  document: (name) => drawing(name, CHAIN, CHAIN_EDGES, { network: { cidr: '10.30.0.0/16', egress: 'nat' } }),
};

export const OWN_NETWORK_ENDPOINTS: Template = {
  id: 'own-network-endpoints',
  title: 'Own VPC with endpoints and an ECR image',
  description: 'One chain in a VPC without a way out; tasks reach ECR and logs through endpoints',
  document: (name) =>
    drawing(
      name,
      // The account and the repository are the first things to change.
      {
        ...CHAIN,
        users: service({ image: '123456789012.dkr.ecr.ap-southeast-1.amazonaws.com/users:1.0.0' }),
      },
      CHAIN_EDGES,
      { network: { cidr: '10.30.0.0/16', egress: 'endpoints' } },
    ),
};
