import { DescribeTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Account } from '../account';
import { isNotFound } from '../errors';
import { fromTags, type Tags } from '../tags';
import { chunks } from './common';

/** Tags by ARN; Describe calls of this service never return them. What vanished meanwhile is absent. */
export async function elbTags(
  account: Account,
  arns: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Tags>> {
  const answers = await Promise.all(chunks(arns, 20).map((piece) => describe(account, piece, signal)));
  return new Map(answers.flat());
}

async function describe(
  account: Account,
  ResourceArns: string[],
  signal?: AbortSignal,
): Promise<(readonly [string, Tags])[]> {
  try {
    const command = new DescribeTagsCommand({ ResourceArns });
    const { TagDescriptions = [] } = await account.send(account.clients.elbv2, command, { signal });
    return TagDescriptions.flatMap(({ ResourceArn, Tags: tags }) =>
      ResourceArn === undefined ? [] : [[ResourceArn, fromTags(tags)] as const],
    );
  } catch (error) {
    if (!isNotFound(error)) throw error;
    // One that is gone fails the whole call.
    if (ResourceArns.length === 1) return [];
    const answers = await Promise.all(ResourceArns.map((arn) => describe(account, [arn], signal)));
    return answers.flat();
  }
}

/** Attribute lists as a map. */
export function attributeMap(
  attributes:
    readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): ReadonlyMap<string, string> {
  return new Map(
    (attributes ?? []).flatMap(({ Key, Value }) =>
      Key === undefined || Value === undefined ? [] : [[Key, Value]],
    ),
  );
}
