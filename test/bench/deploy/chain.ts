import { type JsonObject, type JsonValue } from '../../../src/model/json';

/** As the health check of every service is set, in seconds and answers. */
export interface Check {
  readonly interval: number;
  readonly healthy: number;
}

/** Two answers five seconds apart: what a deploy that is to be fast asks for. */
export const TUNED: Check = { interval: 5, healthy: 2 };
/** ELB's own. */
export const DEFAULT: Check = { interval: 30, healthy: 5 };

/** As many listeners as AWS gives one load balancer. Source: NLB quotas. */
const LISTENERS = 50;

const HEAD: JsonObject = {
  version: 1,
  name: 'bench',
  region: 'ap-southeast-1',
  network: { vpcId: 'vpc-0123', subnetIds: ['subnet-a', 'subnet-b'] },
};

/** So many services behind one API and one VPC link, each with one route, a listener and a registration. */
export function chainOf(services: number, check: Check): JsonObject {
  const names = Array.from({ length: services }, (_none, index) => `s${index + 1}`);
  const balancers = Array.from(
    { length: Math.ceil(services / LISTENERS) },
    (_none, index) => `nlb${index + 1}`,
  );
  const balancerOf = (index: number) => balancers[Math.floor(index / LISTENERS)] ?? 'nlb1';
  const listenerOf = (index: number) => 8001 + (index % LISTENERS);
  return {
    ...HEAD,
    nodes: nodes([
      ['client', { kind: 'client', requests: [] }],
      ['api', { kind: 'apiGateway' }],
      ['link', { kind: 'vpcLink' }],
      ['cluster', { kind: 'ecsCluster' }],
      ['names', { kind: 'cloudMap', name: 'bench.internal' }],
      ...balancers.map((id): [string, JsonObject] => [id, { kind: 'nlb' }]),
      ...names.map((id): [string, JsonObject] => [id, service(check, 1)]),
    ]),
    edges: [
      { from: 'client', to: 'api' },
      { from: 'api', to: 'link' },
      ...balancers.map((id) => ({
        from: 'link',
        to: id,
        routes: names.flatMap((name, index) =>
          balancerOf(index) === id ? [{ key: `ANY /${name}`, listener: listenerOf(index) }] : [],
        ),
      })),
      ...names.map((name, index) => ({ from: balancerOf(index), to: name, listener: listenerOf(index) })),
      ...names.map((name) => ({ from: name, to: 'names' })),
    ],
  };
}

function nodes(entries: readonly (readonly [string, JsonObject])[]): JsonObject {
  return Object.fromEntries<JsonValue>(entries);
}

const CHECKS: readonly Check[] = [TUNED, { interval: 10, healthy: 2 }, { interval: 30, healthy: 3 }];

/** Up to twenty services behind some load balancers, links and APIs, which call each other as it happens. */
export function randomChain(random: () => number): JsonObject {
  const some = (most: number) => 1 + Math.floor(random() * most);
  const of = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const services = Array.from({ length: some(20) }, (_none, index) => `s${index + 1}`);
  const links = Array.from({ length: some(2) }, (_none, index) => index + 1);
  const balancers = Array.from({ length: some(3) }, (_none, index) => ({
    id: `nlb${index + 1}`,
    link: of(links),
  }));
  const placed = services.map((id, index) => ({ id, port: 8001 + index, balancer: of(balancers) }));
  const used = balancers.filter(({ id }) => placed.some(({ balancer }) => balancer.id === id));
  const linked = links.filter((link) => used.some((balancer) => balancer.link === link));
  return {
    ...HEAD,
    nodes: nodes([
      ['client', { kind: 'client', requests: [] }],
      ['cluster', { kind: 'ecsCluster' }],
      ['names', { kind: 'cloudMap', name: 'bench.internal' }],
      ...linked.flatMap((link): [string, JsonObject][] => [
        [`api${link}`, { kind: 'apiGateway' }],
        [`link${link}`, { kind: 'vpcLink' }],
      ]),
      ...used.map(({ id }): [string, JsonObject] => [id, { kind: 'nlb' }]),
      ...services.map((id): [string, JsonObject] => [id, service(of(CHECKS), some(3))]),
    ]),
    edges: [
      ...linked.flatMap((link) => [
        { from: 'client', to: `api${link}` },
        { from: `api${link}`, to: `link${link}` },
      ]),
      ...used.map(({ id, link }) => ({
        from: `link${link}`,
        to: id,
        routes: placed.flatMap((one) =>
          one.balancer.id === id ? [{ key: `ANY /${one.id}`, listener: one.port }] : [],
        ),
      })),
      ...placed.map(({ id, port, balancer }) => ({ from: balancer.id, to: id, listener: port })),
      ...services.map((id) => ({ from: id, to: 'names' })),
      ...services
        .slice(1)
        .flatMap((id, index) => (random() < 0.3 ? [{ from: id, to: services[index] ?? id }] : [])),
    ],
  };
}

function service({ interval, healthy }: Check, desiredCount: number): JsonObject {
  return {
    kind: 'ecsService',
    cluster: 'cluster',
    image: 'example/app:1',
    port: 8080,
    desiredCount,
    health: { interval, healthy, unhealthy: healthy },
  };
}
