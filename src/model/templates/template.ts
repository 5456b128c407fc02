import type { JsonObject } from '../json';

/** A topology to begin with. */
export interface Template {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The document under the given name, which fits `ID_PATTERN`. */
  document(name: string): JsonObject;
}

/** The network is the one that every sandbox starts with; on AWS its ids are the first thing to change. */
export function head(name: string): JsonObject {
  return {
    version: 1,
    name,
    region: 'ap-southeast-1',
    network: { vpcId: 'vpc-0123', subnetIds: ['subnet-a', 'subnet-b'] },
  };
}

/** A pinned tag: `latest` may be another image tomorrow. */
const IMAGE = 'nginxdemos/hello:0.4';

/** Two tasks that answer every request with what they were asked. */
export function service(settings: JsonObject = {}): JsonObject {
  return { kind: 'ecsService', cluster: 'cluster', image: IMAGE, port: 80, desiredCount: 2, ...settings };
}

/** A route and the one below it: a greedy route does not match its bare path. */
export function routes(path: string, settings: JsonObject = {}): (string | JsonObject)[] {
  const keys = [`ANY ${path}`, `ANY ${path}/{proxy+}`];
  return Object.keys(settings).length === 0 ? keys : keys.map((key) => ({ key, ...settings }));
}

/** A whole document of what is drawn, after `head`. */
export function drawing(
  name: string,
  nodes: JsonObject,
  edges: readonly JsonObject[],
  rest: JsonObject = {},
): JsonObject {
  return { ...head(name), nodes, edges, ...rest, layout: {} };
}
