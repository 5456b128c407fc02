import type * as CloudMap from '@aws-sdk/client-servicediscovery';
import type { Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { addTags, removeTags, tagsFromUpper, tagsToUpper, type Tags } from '../tags';
import { instanceHandlers } from './instances';
import { namespaceHandlers } from './namespaces';
import { operationHandlers } from './operations';
import { discoveryServiceHandlers } from './services';

function tagsOf(context: Context, arn: string | undefined): Tags {
  const id = arn?.split('/').at(-1) ?? '';
  const { namespaces, services } = context.region.cloudMap;
  const item = namespaces.get(id) ?? services.get(id);
  if (!item) throw awsError('ResourceNotFoundException', `Resource not found: ${arn ?? ''}`);
  return item.tags;
}

/** Every Cloud Map command that the sandbox answers. */
export const cloudMapHandlers = {
  ...namespaceHandlers,
  ...discoveryServiceHandlers,
  ...instanceHandlers,
  ...operationHandlers,

  TagResourceCommand(context, input) {
    addTags(tagsOf(context, input.ResourceARN), tagsFromUpper(input.Tags));
    return {};
  },

  UntagResourceCommand(context, input) {
    removeTags(tagsOf(context, input.ResourceARN), input.TagKeys);
    return {};
  },

  ListTagsForResourceCommand: (context, input) => ({
    Tags: tagsToUpper(tagsOf(context, input.ResourceARN)),
  }),
} satisfies HandlersOf<typeof CloudMap>;
