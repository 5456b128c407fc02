import type { Choice } from './connection';
import type { Settings } from './settings';

/**
 * Why nothing may be changed through a connection, in a sentence; undefined where it may. `defaultProfile` is the one
 * whose credentials are used where none is chosen.
 */
export function whyProtected(
  { readOnly, protectedProfiles }: Pick<Settings, 'readOnly' | 'protectedProfiles'>,
  choice: Choice,
  defaultProfile: string,
): string | undefined {
  if (readOnly) return 'Nothing is changed: the setting ecsTopology.readOnly is on.';
  if (choice.kind !== 'aws') return undefined;
  const profile = choice.profile ?? defaultProfile;
  const glob = protectedProfiles.find((pattern) => matches(pattern, profile));
  return glob === undefined
    ? undefined
    : `Nothing is changed: the profile ${profile} is protected by ecsTopology.protectedProfiles (${glob}).`;
}

/** `*` stands for any characters, `?` for one; upper and lower case are the same. */
function matches(glob: string, text: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test(text);
}
