import { CreateTagsCommand, type Filter, type ResourceType, type Tag } from '@aws-sdk/client-ec2';
import type { Found, Marks, UpdateRequest, Written } from '../../engine/provider';
import type { Account } from '../account';
import { fromTags, isSameAttempt, markIn, TAG_PREFIX, tagsOf, toUpperList } from '../tags';
import { ofType } from './common';

type Extra = Readonly<Record<string, string | undefined>>;

/** Finds what carries the mark of a stack, whatever it is. */
export function ofStack(stack: string): Filter[] {
  return [{ Name: `tag:${TAG_PREFIX}stack`, Values: [stack] }];
}

/** The ownership tags of what a create call makes. */
export function tagged(type: ResourceType, marks: Marks, extra?: Extra) {
  return { TagSpecifications: [{ ResourceType: type, Tags: toUpperList(tagsOf(marks, extra)) }] };
}

/** What an interrupted create made, among all of its type. */
export function madeBy<T extends { readonly Tags?: Tag[] | undefined }>(
  all: readonly T[],
  marks: Marks,
): T | undefined {
  return all.find(({ Tags }) => isSameAttempt(markIn(fromTags(Tags), marks.stack), marks));
}

/** Writes the tags of something anew. */
export async function retag(
  { clients, send }: Account,
  { id, marks, found, remark }: UpdateRequest<object>,
  extra: Extra,
  signal?: AbortSignal,
): Promise<Written> {
  if (remark) {
    const Tags = toUpperList(tagsOf({ ...marks, created: found.created }, extra));
    const command = new CreateTagsCommand({ Resources: [found.physicalId], Tags });
    await send(clients.ec2, command, { signal, resource: id });
  }
  return { physicalId: found.physicalId, attributes: found.attributes };
}

/** A thing of EC2 has one id, which everything that refers to it takes. */
export function written(id: string): Written {
  return { physicalId: id, attributes: { id } };
}

/**
 * Whether there can be anything of a network that a stack brings along: the VPC is made first and goes last. Most stacks
 * have none, and need not be asked about its parts.
 */
export function hasNetwork(earlier: readonly Found[]): boolean {
  return ofType(earlier, 'AWS::EC2::VPC').length > 0;
}
