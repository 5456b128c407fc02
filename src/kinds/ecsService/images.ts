/** Ports that well-known images listen on unless they are configured, by repository without registry and tag. */
const KNOWN_PORTS: ReadonlyMap<string, number> = new Map([
  ['amazon/amazon-ecs-sample', 80],
  ['caddy', 80],
  ['ealen/echo-server', 80],
  ['grafana/grafana', 3000],
  ['hashicorp/http-echo', 5678],
  ['httpd', 80],
  ['kennethreitz/httpbin', 80],
  ['mccutchen/go-httpbin', 8080],
  ['memcached', 11_211],
  ['mongo', 27_017],
  ['mysql', 3306],
  ['nginx', 80],
  ['nginx/nginx', 80],
  ['nginxdemos/hello', 80],
  ['nginxinc/nginx-unprivileged', 8080],
  ['postgres', 5432],
  ['redis', 6379],
  ['tomcat', 8080],
  ['traefik/whoami', 80],
  ['wordpress', 80],
]);

/** Images for demonstrations: they answer every path with 200 and a page that names the path. */
const ANY_PATH: ReadonlySet<string> = new Set(['ealen/echo-server', 'nginxdemos/hello', 'traefik/whoami']);

export interface ImageReference {
  /** `docker.io` where the reference names none. */
  readonly registry: string;
  /** Without `library/`, which Docker Hub and its mirrors put before official images. */
  readonly repository: string;
  /** Undefined where a digest or nothing stands. */
  readonly tag: string | undefined;
  readonly isPinned: boolean;
}

/** Takes an image reference apart, by the rule of Docker: a registry has a dot, a port or is `localhost`. */
export function parseImage(image: string): ImageReference {
  const [name = '', digest] = image.split('@');
  const slash = name.indexOf('/');
  const host = slash < 0 ? '' : name.slice(0, slash);
  const isRegistry = /[.:]/.test(host) || host === 'localhost';
  const rest = isRegistry ? name.slice(slash + 1) : name;
  const colon = rest.lastIndexOf(':');
  const repository = colon < 0 ? rest : rest.slice(0, colon);
  return {
    registry: isRegistry ? host.replace(/^(index|registry-1)\.docker\.io$/, 'docker.io') : 'docker.io',
    repository: repository.replace(/^(docker\/)?library\//, ''),
    tag: colon < 0 ? undefined : rest.slice(colon + 1),
    isPinned: digest !== undefined,
  };
}

/** An account's own registry, the only one that endpoints lead to. */
const ECR = /^\d{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;

/** Whether an image comes from an account's ECR; the public gallery is not one. */
export function isOfEcr(image: string): boolean {
  return ECR.test(parseImage(image).registry);
}

/** The port that an image is known to listen on. */
export function knownPort(image: string): number | undefined {
  return KNOWN_PORTS.get(parseImage(image).repository);
}

/** Whether an image answers every path alike, so that a status says nothing about what arrived. */
export function answersAnyPath(image: string): boolean {
  return ANY_PATH.has(parseImage(image).repository);
}

/**
 * Where Amazon ECR's public gallery has the same image of Docker Hub: it mirrors the official ones, by tag. Source: the
 * gallery's page of the publisher docker. A digest stays where it was pinned.
 */
export function mirrorOf(image: string): string | undefined {
  const { registry, repository, tag, isPinned } = parseImage(image);
  if (registry !== 'docker.io' || repository.includes('/') || isPinned) return undefined;
  return `public.ecr.aws/docker/library/${repository}${tag === undefined ? '' : `:${tag}`}`;
}
