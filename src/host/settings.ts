import * as z from '../zod';

/** Settings as they are when valid; what is not falls back to the default, as VS Code marks it in its own editor. */
const settingsSchema = z.object({
  /** Profile of the AWS configuration files; empty: the default chain of credentials. */
  profile: z.string().default('').catch(''),
  region: z.string().default('').catch(''),
  /** Custom endpoint URL; empty: none. */
  endpoint: z.string().default('').catch(''),
  /** Nothing is changed in any account. */
  readOnly: z.boolean().default(false).catch(false),
  /** Globs of profiles through which nothing is changed. */
  protectedProfiles: z.array(z.string()).default([]).catch([]),
  /** What is started in a container by ECS Exec. */
  'exec.command': z.string().trim().min(1).default('/bin/sh').catch('/bin/sh'),
  /** Local programs that answer instead of a service's containers in the sandbox, by name of the service. */
  'sandbox.backends': z.record(z.string(), z.string()).default({}).catch({}),
  /** How many times faster than AWS the sandbox's time runs. */
  'sandbox.timeScale': z.number().min(1).max(1000).default(30).catch(30),
});
export type Settings = z.output<typeof settingsSchema>;

/** Reads `ecsTopology.*`; `get` answers one setting by the name behind the dot. */
export function readSettings(get: (name: string) => unknown): Settings {
  return settingsSchema.parse(
    Object.fromEntries(Object.keys(settingsSchema.shape).map((name) => [name, get(name)])),
  );
}
