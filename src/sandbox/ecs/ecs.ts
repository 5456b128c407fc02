import type * as Ecs from '@aws-sdk/client-ecs';
import type { Context } from '../context';
import type { HandlersOf } from '../handlers';
import { addTags, removeTags, tagsFromLower, tagsToLower, type Tags } from '../tags';
import { clusterHandlers } from './clusters';
import { deploymentHandlers } from './deployments';
import { execHandlers } from './exec';
import { definitionOf, invalidParameter } from './requests';
import { serviceHandlers } from './services';
import { taskDefinitionHandlers } from './taskDefinitions';
import { taskHandlers } from './tasks';

function tagsOf(context: Context, arn: string | undefined): Tags {
  const { clusters, services, tasks } = context.region.ecs;
  const item =
    clusters.get(arn ?? '') ?? services.get(arn ?? '') ?? tasks.get(arn ?? '') ?? definitionOf(context, arn);
  if (!item) {
    throw invalidParameter('The specified resource is not found or is not of a type that can be tagged.');
  }
  return item.tags;
}

/** Every ECS command that the sandbox answers. */
export const ecsHandlers = {
  ...clusterHandlers,
  ...taskDefinitionHandlers,
  ...serviceHandlers,
  ...deploymentHandlers,
  ...taskHandlers,
  ...execHandlers,

  TagResourceCommand(context, input) {
    addTags(tagsOf(context, input.resourceArn), tagsFromLower(input.tags));
    return {};
  },

  UntagResourceCommand(context, input) {
    removeTags(tagsOf(context, input.resourceArn), input.tagKeys);
    return {};
  },

  ListTagsForResourceCommand: (context, input) => ({
    tags: tagsToLower(tagsOf(context, input.resourceArn)),
  }),
} satisfies HandlersOf<typeof Ecs>;
