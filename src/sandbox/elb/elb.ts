import type * as Elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../context';
import type { HandlersOf } from '../handlers';
import { addTags, removeTags, tagsFromUpper, tagsToUpper, type Tags } from '../tags';
import { listenerHandlers } from './listeners';
import { loadBalancerHandlers } from './loadBalancers';
import { listenerOf, loadBalancerOf, targetGroupOf, validationError } from './requests';
import { targetGroupHandlers } from './targetGroups';
import { targetHandlers } from './targets';

function tagsOf(context: Context, arn: string): Tags {
  if (arn.includes(':targetgroup/')) return targetGroupOf(context, arn).tags;
  if (arn.includes(':listener/')) return listenerOf(context, arn).tags;
  if (arn.includes(':loadbalancer/')) return loadBalancerOf(context, arn).tags;
  throw validationError(`'${arn}' is not a valid resource ARN`);
}

/** Every elbv2 command that the sandbox answers. */
export const elbHandlers = {
  ...loadBalancerHandlers,
  ...targetGroupHandlers,
  ...listenerHandlers,
  ...targetHandlers,

  AddTagsCommand(context, input) {
    for (const tags of (input.ResourceArns ?? []).map((arn) => tagsOf(context, arn))) {
      addTags(tags, tagsFromUpper(input.Tags));
    }
    return {};
  },

  RemoveTagsCommand(context, input) {
    for (const tags of (input.ResourceArns ?? []).map((arn) => tagsOf(context, arn))) {
      removeTags(tags, input.TagKeys);
    }
    return {};
  },

  DescribeTagsCommand(context, input) {
    const arns = input.ResourceArns ?? [];
    if (arns.length > 20) throw validationError('Tags of at most 20 resources can be described');
    return {
      TagDescriptions: arns.map((ResourceArn) => ({
        ResourceArn,
        Tags: tagsToUpper(tagsOf(context, ResourceArn)),
      })),
    };
  },
} satisfies HandlersOf<typeof Elb>;
