import type { Cloud, Found } from './provider';
import { nodeOf, type Resource } from './resource';

/** Something that a file wants to use cannot be used; nothing was changed. A sentence for each, with the remedy. */
export class NotUsable extends Error {
  override readonly name = 'NotUsable';

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ message }) => message).join('\n'));
  }
}

export interface Fault {
  readonly node: string;
  /** Names the node, what is the matter, and the remedy. */
  readonly message: string;
}

/** What became of looking for the things that others made, by resource id. */
export interface Existing {
  readonly found: ReadonlyMap<string, Found>;
  /** Why one cannot be used, in a sentence. */
  readonly missing: ReadonlyMap<string, string>;
}

/** Looks for what the resources of a file use without owning it; all at once, and nowhere if there is nothing. */
export async function lookUp(
  resources: readonly Resource[],
  cloud: Pick<Cloud, 'provider'>,
  signal?: AbortSignal,
): Promise<Existing> {
  const found = new Map<string, Found>();
  const missing = new Map<string, string>();
  await Promise.all(
    resources.map(async ({ id, type, props, existing }) => {
      if (!existing) return;
      const answer = await cloud
        .provider(type)
        .lookup?.({ id, name: existing.name, vpcId: knownVpc(existing.vpcId), props }, signal);
      if (typeof answer === 'object') found.set(id, answer);
      else missing.set(id, answer ?? `Nothing of type ${type} can be used without owning it.`);
    }),
  );
  return { found, missing };
}

/** A VPC that is yet to be made holds nothing that exists; rules say so before. */
function knownVpc(vpcId: string | object | undefined): string | undefined {
  return typeof vpcId === 'string' ? vpcId : undefined;
}

/** Throws where something cannot be used, or is the stack's own: that would be deleted as nobody's, while it is used. */
export function ensureUsable({ found, missing }: Existing, ours: readonly Found[]): void {
  const own = new Set(ours.map(({ type, physicalId }) => `${type} ${physicalId}`));
  const sentences = [
    ...missing,
    ...[...found.values()]
      .filter(({ type, physicalId }) => own.has(`${type} ${physicalId}`))
      .map(
        ({ id, physicalId }) =>
          [id, `This topology itself made ${physicalId}. Take existing out of the node.`] as const,
      ),
  ];
  const faults = sentences.map(([id, sentence]) => ({
    node: nodeOf(id),
    message: `${nodeOf(id)}: ${sentence}`,
  }));
  if (faults.length > 0) throw new NotUsable(faults);
}
