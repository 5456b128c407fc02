import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { hasRecord } from '../cloudMap/services';
import type { Context } from '../context';
import { interfaceAt } from '../ec2/interfaces';
import type { TaskState } from '../ecs/state';
import { connectTo } from './reach';

/** A call from inside the VPC: whom it reached, or what the caller's HTTP library would say. */
export type CallResult =
  | {
      readonly ok: true;
      readonly url: URL;
      readonly task: TaskState;
      readonly container: ContainerDefinition;
    }
  | {
      readonly ok: false;
      readonly url: string;
      readonly fault: 'invalid' | 'offline' | 'unresolved' | 'refused' | 'timeout';
      readonly reason: string;
    };

/** Calls a URL, in which `$NAME` is a variable of the container, from a task. */
export function callOut(
  context: Context,
  caller: { readonly task: TaskState; readonly container: ContainerDefinition },
  template: string,
): CallResult {
  return callUrl(context, caller.task, expand(template, caller.container));
}

/** Calls a URL from a task, by the names and security groups that exist. */
export function callUrl(context: Context, caller: TaskState, text: string): CallResult {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:') return { ok: false, url: text, fault: 'invalid', reason: 'not an http URL' };
  const self = interfaceAt(context.region.ec2, caller.address ?? '');
  if (!self) return { ok: false, url: text, fault: 'offline', reason: 'the caller has no network' };
  const addresses = resolve(context, self.vpcId, url.hostname);
  if (addresses.length === 0) {
    const reason = `could not resolve host ${url.hostname} (NXDOMAIN)`;
    return { ok: false, url: text, fault: 'unresolved', reason };
  }
  const address = addresses[Math.floor(context.random() * addresses.length)] ?? '';
  const port = url.port === '' ? 80 : Number(url.port);
  const from = { groups: self.groupIds, addresses: [self.address] };
  const connection = connectTo(context, from, address, port);
  switch (connection.kind) {
    case 'connected':
      return { ok: true, url, task: connection.task, container: connection.container };
    case 'refused':
    case 'timeout':
      return {
        ok: false,
        url: text,
        fault: connection.kind,
        reason: `connection to ${address}:${port} ${connection.kind === 'refused' ? 'refused' : 'timed out'}`,
      };
  }
}

function expand(template: string, container: ContainerDefinition): string {
  return template.replace(/\$([A-Za-z_]\w*)/g, (whole, name: string) => {
    const variable = container.environment?.find((one) => one.name === name);
    return variable?.value ?? whole;
  });
}

/** The VPC's resolver: names of private namespaces of this VPC, up to 8 healthy addresses (aws-reference §1.15). */
export function resolve(context: Context, vpcId: string, host: string): string[] {
  if (/^\d+(\.\d+){3}$/.test(host)) return [host];
  const { namespaces, services } = context.region.cloudMap;
  const name = host.toLowerCase().replace(/\.$/, '');
  for (const namespace of namespaces.values()) {
    const suffix = `.${namespace.name.toLowerCase()}`;
    if (namespace.vpcId !== vpcId || !name.endsWith(suffix)) continue;
    const label = name.slice(0, -suffix.length);
    for (const service of services.values()) {
      if (service.namespaceId !== namespace.id) continue;
      const own = service.name.toLowerCase();
      const healthy = [...service.instances.values()].filter((one) => one.health === 'HEALTHY');
      // With SRV, each instance has an A record of its own under the service's name.
      const asked = hasRecord(service, 'SRV')
        ? healthy.filter((one) => label === `${one.id}.${own}`)
        : hasRecord(service, 'A') && label === own
          ? healthy
          : [];
      if (asked.length > 0) {
        return asked.slice(0, 8).flatMap((one) => one.attributes.get('AWS_INSTANCE_IPV4') ?? []);
      }
    }
  }
  return [];
}
