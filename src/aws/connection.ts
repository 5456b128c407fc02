import { loadSharedConfigFiles } from '@smithy/core/config';
import type { MiddlewareStack } from '@smithy/types';

/** A client as the sandbox sees it: something with a middleware stack. */
export interface AttachableClient {
  // Each client has its own input and output types; what stands behind all of them must not care.
  readonly middlewareStack: MiddlewareStack<never, never>;
  readonly config: { readonly region: () => Promise<string> };
}

/** Where calls go. */
export type Connection =
  | { readonly kind: 'aws'; readonly profile?: string; readonly region: string }
  | { readonly kind: 'endpoint'; readonly url: string; readonly region: string; readonly profile?: string }
  | {
      readonly kind: 'sandbox';
      readonly region: string;
      /** Puts the simulated account behind a client, which then sends nothing. */
      readonly attach: (client: AttachableClient) => void;
      /** What people are shown, e.g. the address of the sandbox. */
      readonly label: string;
    };

/** A profile of the shared configuration files. */
export interface Profile {
  readonly name: string;
  /** The region it names, if it names one. */
  readonly region?: string;
}

/** Where the configuration files are, when not where the SDK looks (`AWS_CONFIG_FILE`, `~/.aws`). */
export interface ConfigFiles {
  readonly configFile?: string;
  readonly credentialsFile?: string;
}

/** The profiles of the shared configuration files, by name. Without files there are none. */
export async function listProfiles(files: ConfigFiles = {}): Promise<Profile[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    filepath: files.credentialsFile,
    configFilepath: files.configFile,
    // Somebody who edits the file and opens the picker again expects to see the edit.
    ignoreCache: true,
  });
  const names = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])]
    // The loader lists `sso-session` and `services` sections beside the profiles, marked by a dot.
    .filter((name) => !/^(sso-session|services)\./.test(name));
  return names.sort().map((name) => {
    const region = configFile[name]?.region ?? credentialsFile[name]?.region;
    return region === undefined ? { name } : { name, region };
  });
}

/** The region that a profile names. */
export async function profileRegion(name: string, files?: ConfigFiles): Promise<string | undefined> {
  return (await listProfiles(files)).find((profile) => profile.name === name)?.region;
}

/** A connection in a few words, for status bar and messages. */
export function describeConnection(connection: Connection): string {
  switch (connection.kind) {
    case 'aws':
      return `${connection.profile ?? 'default credentials'} · ${connection.region}`;
    case 'endpoint':
      return `${new URL(connection.url).host} · ${connection.region}`;
    case 'sandbox':
      return `${connection.label} · ${connection.region}`;
  }
}
