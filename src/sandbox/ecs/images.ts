/**
 * Why an image cannot be pulled, or undefined when it can. There is no registry in the sandbox: a tag
 * `does-not-exist` and the registries of reserved names (`invalid.example`, `*.invalid`) stand for what fails.
 */
export function pullFailure(image: string, egress: boolean): string | undefined {
  const reference =
    image.includes('/') && /[.:]/.test(image.split('/')[0] ?? '') ? image : `docker.io/${image}`;
  const registry = reference.split('/')[0] ?? '';
  if (!egress) {
    return `CannotPullContainerError: failed to resolve ref ${reference}: dial tcp: i/o timeout. The task cannot pull the image; check the route to the registry`;
  }
  if (registry === 'invalid.example' || registry.endsWith('.invalid')) {
    return `CannotPullContainerError: failed to resolve ref ${reference}: dial tcp: lookup ${registry}: no such host`;
  }
  if (image.endsWith(':does-not-exist')) {
    return `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${reference}: ${reference}: not found`;
  }
  return undefined;
}
