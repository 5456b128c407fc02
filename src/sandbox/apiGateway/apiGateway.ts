import type * as ApiGateway from '@aws-sdk/client-apigatewayv2';
import type { Context } from '../context';
import type { HandlersOf } from '../handlers';
import { addTags, removeTags, tagsFromRecord, tagsToRecord, type Tags } from '../tags';
import { apiHandlers } from './apis';
import { authorizerHandlers } from './authorizers';
import { integrationHandlers } from './integrations';
import { apiOf, badRequest, memberOf } from './requests';
import { routeHandlers } from './routes';
import { deploymentHandlers } from './stageDeployments';
import { stageHandlers } from './stages';
import { vpcLinkHandlers, vpcLinkOf } from './vpcLinks';

/** APIs, stages and VPC links have tags; their ARNs have no account (aws-reference §1.1). */
function tagsOf(context: Context, arn: string | undefined): Tags {
  const path = arn?.replace(/^arn:aws:apigateway:[^:]*::\//, '') ?? '';
  const [kind, id, , stage] = path.split('/');
  if (kind === 'vpclinks') return vpcLinkOf(context, id).tags;
  if (kind === 'apis' && stage !== undefined) return memberOf(apiOf(context, id).stages, stage, 'Stage').tags;
  if (kind === 'apis') return apiOf(context, id).tags;
  throw badRequest(`Invalid ARN specified in the request: ${arn ?? ''}`);
}

/** Every API Gateway v2 command that the sandbox answers. */
export const apiGatewayHandlers = {
  ...apiHandlers,
  ...vpcLinkHandlers,
  ...integrationHandlers,
  ...routeHandlers,
  ...stageHandlers,
  ...deploymentHandlers,
  ...authorizerHandlers,

  TagResourceCommand(context, input) {
    addTags(tagsOf(context, input.ResourceArn), tagsFromRecord(input.Tags));
    return {};
  },

  UntagResourceCommand(context, input) {
    removeTags(tagsOf(context, input.ResourceArn), input.TagKeys);
    return {};
  },

  GetTagsCommand: (context, input) => ({ Tags: tagsToRecord(tagsOf(context, input.ResourceArn)) }),
} satisfies HandlersOf<typeof ApiGateway>;
