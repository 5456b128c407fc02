import type { StageProps } from '../../kinds/resourceTypes';
import { allow, anywhere, isOurs, serviceLinkedRole, where, type Grant, type Place } from './grant';
import type { PermissionsOf } from './permissions';

type Verb = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Actions are verbs, and resources are the paths of API Gateway's own REST API, without an account. */
function on(
  { partition, region }: Place,
  path: string | readonly string[],
  ...verbs: readonly Verb[]
): Grant {
  const arns = [path].flat().map((one) => `arn:${partition}:apigateway:${region}::${one}`);
  return allow(arns, ...verbs.map((verb) => `apigateway:${verb}`));
}

/**
 * Tags, on create too, are a POST of their own, for which API Gateway puts an ARN into the ARN.
 * Source: aws-cloudformation/cloudformation-coverage-roadmap #997.
 */
const tag = (place: Place) => on(place, '*/tags/*', 'POST');

/** What hangs under an API: neither names nor tags tell it from that of others. */
const list = (what: string) => `/apis/*/${what}`;
const one = (what: string) => `/apis/*/${what}/*`;

const stage = ({ name }: StageProps) => `/apis/*/stages/${name}`;

/** API Gateway. */
export const apiGatewayPermissions: PermissionsOf<
  | 'AWS::ApiGatewayV2::VpcLink'
  | 'AWS::ApiGatewayV2::Api'
  | 'AWS::ApiGatewayV2::Authorizer'
  | 'AWS::ApiGatewayV2::Integration'
  | 'AWS::ApiGatewayV2::Route'
  | 'AWS::ApiGatewayV2::Stage'
> = {
  'AWS::ApiGatewayV2::VpcLink': {
    find: (place) => [on(place, '/vpclinks', 'GET')],
    read: ({ place }) => [on(place, '/vpclinks/*', 'GET')],
    create: ({ place }) => [
      on(place, '/vpclinks', 'POST'),
      tag(place),
      serviceLinkedRole(place, 'ops.apigateway.amazonaws.com'),
    ],
    update: ({ place }) => [where(isOurs(place), on(place, '/vpclinks/*', 'PATCH'))],
    delete: ({ place }) => [where(isOurs(place), on(place, '/vpclinks/*', 'DELETE'))],
  },

  'AWS::ApiGatewayV2::Api': {
    find: (place) => [on(place, '/apis', 'GET')],
    // Each API is asked for everything that may hang under it.
    read: ({ place }) => [on(place, ['authorizers', 'integrations', 'routes', 'stages'].map(list), 'GET')],
    create: ({ place }) => [on(place, '/apis', 'POST'), tag(place)],
    update: ({ place, props: { cors } }) => [
      where(isOurs(place), on(place, '/apis/*', 'PATCH')),
      ...(cors === null ? [] : [on(place, '/apis/*/cors', 'DELETE')]),
    ],
    delete: ({ place }) => [where(isOurs(place), on(place, '/apis/*', 'DELETE'))],
  },

  'AWS::ApiGatewayV2::Authorizer': {
    create: ({ place }) => [on(place, list('authorizers'), 'POST')],
    update: ({ place }) => [on(place, one('authorizers'), 'PATCH')],
    delete: ({ place }) => [on(place, one('authorizers'), 'DELETE')],
  },

  'AWS::ApiGatewayV2::Integration': {
    create: ({ place }) => [on(place, list('integrations'), 'POST')],
    update: ({ place }) => [on(place, one('integrations'), 'PATCH')],
    delete: ({ place }) => [on(place, one('integrations'), 'DELETE')],
  },

  'AWS::ApiGatewayV2::Route': {
    create: ({ place }) => [on(place, list('routes'), 'POST')],
    update: ({ place }) => [on(place, one('routes'), 'PATCH')],
    delete: ({ place }) => [on(place, one('routes'), 'DELETE')],
  },

  'AWS::ApiGatewayV2::Stage': {
    read: ({ place, props }) => [on(place, stage(props), 'GET')],
    create: ({ place, props }) => [
      on(place, list('stages'), 'POST'),
      tag(place),
      ...(props.accessLogs === null ? [] : [DELIVERY]),
    ],
    update: ({ place, props }) => [
      where(isOurs(place), on(place, stage(props), 'PATCH')),
      ...(props.accessLogs === null ? [] : [on(place, `${stage(props)}/accesslogsettings`, 'DELETE')]),
      ...(Object.keys(props.routeThrottles).length === 0
        ? []
        : [on(place, `${stage(props)}/routesettings/*`, 'DELETE')]),
    ],
    delete: ({ place, props }) => [where(isOurs(place), on(place, stage(props), 'DELETE'))],
  },
};

/** Access logs are delivered by CloudWatch Logs, told in the caller's name. Source: API Gateway developer guide, logging. */
const DELIVERY = anywhere(
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
);
