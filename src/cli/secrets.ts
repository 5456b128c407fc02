/** `${secret:NAME}` is read from `ECS_TOPOLOGY_SECRET_NAME`. */
export function secretFromEnvironment(env: Readonly<Record<string, string | undefined>>) {
  return (name: string): string | undefined => env[`ECS_TOPOLOGY_SECRET_${name}`];
}
