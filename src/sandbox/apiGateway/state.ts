import type { AccessLogSettings, Cors, RouteSettings } from '@aws-sdk/client-apigatewayv2';
import type { Tags } from '../tags';

/** API Gateway v2 of one region. */
export interface ApiGatewayState {
  readonly apis: Map<string, ApiState>;
  readonly vpcLinks: Map<string, VpcLinkState>;
}

export interface ApiState {
  readonly id: string;
  name: string;
  description: string | undefined;
  cors: Cors | undefined;
  executeEndpointDisabled: boolean;
  ipAddressType: string;
  version: string | undefined;
  readonly createdAt: number;
  readonly tags: Tags;
  readonly integrations: Map<string, IntegrationState>;
  readonly routes: Map<string, RouteState>;
  readonly stages: Map<string, StageState>;
  readonly authorizers: Map<string, AuthorizerState>;
  readonly deployments: Map<string, DeploymentState>;
}

export interface IntegrationState {
  readonly id: string;
  type: 'HTTP_PROXY';
  method: string;
  connectionType: 'INTERNET' | 'VPC_LINK';
  connectionId: string | undefined;
  uri: string;
  payloadFormatVersion: string;
  timeoutMillis: number;
  description: string | undefined;
  requestParameters: Record<string, string>;
  responseParameters: Record<string, Record<string, string>>;
  tlsServerName: string | undefined;
}

export interface RouteState {
  readonly id: string;
  key: string;
  target: string | undefined;
  authorizationType: 'NONE' | 'AWS_IAM' | 'JWT' | 'CUSTOM';
  authorizerId: string | undefined;
  authorizationScopes: string[];
  operationName: string | undefined;
}

export interface AuthorizerState {
  readonly id: string;
  name: string;
  type: 'JWT' | 'REQUEST';
  identitySource: string[];
  issuer: string | undefined;
  audience: string[];
}

export interface StageState {
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
  description: string | undefined;
  autoDeploy: boolean;
  deploymentId: string | undefined;
  lastMessage: string | undefined;
  defaultSettings: RouteSettings;
  routeSettings: Record<string, RouteSettings>;
  accessLog: AccessLogSettings | undefined;
  variables: Record<string, string>;
  readonly tags: Tags;
}

/** A deployment holds what it brought out: what the stage answers with, whatever is edited later. */
export interface DeploymentState {
  readonly id: string;
  readonly createdAt: number;
  status: 'PENDING' | 'DEPLOYED' | 'FAILED';
  message: string | undefined;
  readonly description: string | undefined;
  readonly auto: boolean;
  readonly stage: string | undefined;
  readonly routes: readonly RouteState[];
  readonly integrations: readonly IntegrationState[];
}

export interface VpcLinkState {
  readonly id: string;
  name: string;
  readonly createdAt: number;
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  status: 'PENDING' | 'AVAILABLE' | 'DELETING' | 'FAILED' | 'INACTIVE';
  message: string | undefined;
  readonly interfaceIds: readonly string[];
  readonly tags: Tags;
}

/** Empty. */
export function startApiGateway(): ApiGatewayState {
  return { apis: new Map(), vpcLinks: new Map() };
}
