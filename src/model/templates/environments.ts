import { CHAIN, CHAIN_EDGES } from './chain';
import { drawing, type Template } from './template';

export const ENVIRONMENTS: Template = {
  id: 'environments',
  title: 'Development and production',
  description: 'One chain, and what is different of it where it is tried and where it is used',
  document: (name) =>
    drawing(name, CHAIN, CHAIN_EDGES, {
      // A VPC knows a domain once, so each has its own.
      environments: {
        dev: {
          nodes: {
            users: { desiredCount: 1, deployment: 'fast', environment: { LOG_LEVEL: 'debug' } },
            namespace: { name: 'dev.micro.internal' },
          },
        },
        prod: {
          nodes: {
            api: { accessLogs: true },
            cluster: { containerInsights: true },
            users: { cpu: 512, memory: 1024, desiredCount: 3, logRetentionDays: 90 },
            namespace: { name: 'prod.micro.internal' },
          },
        },
      },
    }),
};
