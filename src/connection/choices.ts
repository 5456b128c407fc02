import type { Profile } from '../aws/connection';
import type { Choice } from '../host/connection';

/** What was picked: a connection, or only another region for the one there is. */
export type Pick =
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'aws'; readonly profile?: string; readonly region?: string }
  | { readonly kind: 'endpoint' }
  | { readonly kind: 'region' };

/** A line of the picker; a separator has nothing to pick. */
export interface ConnectionItem {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly separator?: true;
  readonly pick?: Pick;
}

/** Everything that one can connect to; the current choice is marked. */
export function connectionItems(profiles: readonly Profile[], current: Choice): ConnectionItem[] {
  const mark = (isCurrent: boolean, ...facts: (string | undefined)[]) => {
    const description = [isCurrent ? 'current' : undefined, ...facts].filter(Boolean).join(' · ');
    return description === '' ? {} : { description };
  };
  const isAws = current.kind === 'aws';
  return [
    {
      label: 'Sandbox',
      ...mark(current.kind === 'sandbox'),
      detail: 'A simulated account in this window: nothing is sent, nothing is billed',
      pick: { kind: 'sandbox' },
    },
    { label: 'AWS', separator: true },
    ...profiles.map(({ name, region }): ConnectionItem => ({
      label: name,
      ...mark(isAws && current.profile === name, 'profile', region),
      pick: { kind: 'aws', profile: name, ...(region === undefined ? {} : { region }) },
    })),
    {
      label: 'Default credentials',
      ...mark(isAws && current.profile === undefined),
      detail: 'Environment, web identity, container or instance',
      pick: { kind: 'aws' },
    },
    { label: 'Other', separator: true },
    {
      label: 'Custom endpoint…',
      ...mark(current.kind === 'endpoint', current.kind === 'endpoint' ? current.url : undefined),
      pick: { kind: 'endpoint' },
    },
    ...(current.kind === 'none' ? [] : [{ label: 'Change region…', pick: { kind: 'region' } } as const]),
  ];
}

/** Why an address cannot be called; undefined when it can. */
export function endpointProblem(url: string): string | undefined {
  const parsed = URL.canParse(url.trim()) ? new URL(url.trim()) : undefined;
  return parsed?.protocol === 'http:' || parsed?.protocol === 'https:'
    ? undefined
    : 'An endpoint begins with http:// or https://.';
}

export function regionProblem(region: string): string | undefined {
  return /^[a-z]{2}(-[a-z]+)+-\d$/.test(region.trim()) ? undefined : 'A region such as ap-southeast-1.';
}
