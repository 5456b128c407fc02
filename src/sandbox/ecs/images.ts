type Architecture = 'X86_64' | 'ARM64';

/** Registries of accounts, which keep their layers in S3. */
const ECR = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com$/;

/**
 * Why an image cannot be pulled, or undefined when it can. There is no registry in the sandbox: a tag
 * `does-not-exist` and the registries of reserved names (`invalid.example`, `*.invalid`) stand for what fails, and a
 * tag that ends in the name of a processor for an image that is built for that one alone. `reaches` tells whether the task
 * gets to a service of AWS, and without one to the internet.
 */
export function pullFailure(
  image: string,
  {
    reaches,
    architecture,
  }: { readonly reaches: (service: string | undefined) => boolean; readonly architecture: Architecture },
): string | undefined {
  const reference =
    image.includes('/') && /[.:]/.test(image.split('/')[0] ?? '') ? image : `docker.io/${image}`;
  const registry = reference.split('/')[0] ?? '';
  const isOfEcr = ECR.test(registry);
  if (isOfEcr && !['ecr.api', 'ecr.dkr', 's3'].every(reaches)) {
    return `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post "https://${registry.replace(/^.*?\.dkr\./, 'api.')}/": dial tcp: i/o timeout. Please check your task network configuration.`;
  }
  if (!isOfEcr && !reaches(undefined)) {
    return `CannotPullContainerError: failed to resolve ref ${reference}: dial tcp: i/o timeout. The task cannot pull the image; check the route to the registry`;
  }
  if (registry === 'invalid.example' || registry.endsWith('.invalid')) {
    return `CannotPullContainerError: failed to resolve ref ${reference}: dial tcp: lookup ${registry}: no such host`;
  }
  if (image.endsWith(':does-not-exist')) {
    return `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${reference}: ${reference}: not found`;
  }
  const built = builtFor(image);
  if (built !== undefined && built !== architecture) {
    const platform = architecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64';
    return `CannotPullContainerError: pull image manifest has been retried 1 time(s): image Manifest does not contain descriptor matching platform '${platform}'`;
  }
  return undefined;
}

function builtFor(image: string): Architecture | undefined {
  const [, name] = /[-_.:](amd64|x86_64|arm64)$/.exec(image) ?? [];
  if (name === undefined) return undefined;
  return name === 'arm64' ? 'ARM64' : 'X86_64';
}
