/** The services that we call, by the key that our tables use, with the SDK's own `serviceId`. */
export const SERVICE_IDS = {
  apigatewayv2: 'ApiGatewayV2',
  elbv2: 'Elastic Load Balancing v2',
  ecs: 'ECS',
  applicationautoscaling: 'Application Auto Scaling',
  servicediscovery: 'ServiceDiscovery',
  ec2: 'EC2',
  iam: 'IAM',
  logs: 'CloudWatch Logs',
  sts: 'STS',
} as const;

export type ServiceKey = keyof typeof SERVICE_IDS;

const KEYS = new Map<string, ServiceKey>(
  // The keys of a literal object are exactly its type's keys.
  (Object.keys(SERVICE_IDS) as ServiceKey[]).map((key) => [SERVICE_IDS[key], key]),
);

/** Finds the key of an SDK client by its `config.serviceId`, which survives bundling where class names do not. */
export function serviceKey(serviceId: string): ServiceKey {
  const key = KEYS.get(serviceId);
  if (key === undefined) throw new Error(`A client without a budget and retry rules: ${serviceId}`);
  return key;
}
