import type { Grant, Place } from '../aws/permissions/grant';
import { grantsOf } from '../aws/permissions/permissions';
import { partitionOf } from '../kinds/partition';
import { documentsOf, type PolicyDocument } from './policy/document';
import { calling, checking, looking, operating, tailing } from './policy/uses';
import type { Prepared } from './prepare';

/** Who is to have a policy: who deploys and destroys, who only looks, who only reads the logs. */
export const PURPOSES = ['deploy', 'inspect', 'logs'] as const;
export type Purpose = (typeof PURPOSES)[number];

/**
 * What IAM has to allow for a purpose, on this topology and no more; several documents where one would be longer than
 * IAM takes. A deployer may all that the other two may. What an earlier version of the file made under other names is
 * not part of it.
 */
export function policyFor(purpose: Purpose, prepared: Prepared, account: string): PolicyDocument[] {
  const { region, stack } = prepared;
  return documentsOf(GRANTS[purpose](prepared, { partition: partitionOf(region), region, account, stack }));
}

const GRANTS: Readonly<Record<Purpose, (prepared: Prepared, place: Place) => Grant[]>> = {
  deploy: (prepared, place) => [
    ...GRANTS.inspect(prepared, place),
    ...grantsOf(prepared.resources, place).write,
    ...checking(prepared, place),
    ...operating(prepared, place),
    ...tailing(prepared, place),
    ...calling(prepared, place),
  ],
  inspect: (prepared, place) => [...grantsOf(prepared.resources, place).read, ...looking(prepared, place)],
  logs: tailing,
};
