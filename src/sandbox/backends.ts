/** Checks where a service's requests are to go instead of its containers: origins of this machine only. */
export function checkBackends(backends: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(backends).map(([service, text]) => [service, loopbackOrigin(service, text)]));
}

function loopbackOrigin(service: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (!local || url.protocol !== 'http:' || url.pathname !== '/' || url.username !== '') {
    throw new RangeError(
      `a backend is an http address of this machine such as http://127.0.0.1:3000, not that of ${service}: ${text}`,
    );
  }
  return url.origin;
}
