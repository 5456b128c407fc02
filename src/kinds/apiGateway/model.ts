import * as z from '../../zod';
import { awsName, retentionDays, throttle } from '../fields';

const cors = z.object({
  allowOrigins: z.array(z.string()).optional(),
  allowMethods: z.array(z.string()).optional(),
  allowHeaders: z.array(z.string()).optional(),
  exposeHeaders: z.array(z.string()).optional(),
  maxAge: z.int().min(-1).max(86_400).optional(),
  allowCredentials: z.boolean().optional(),
});

const jwt = z.object({
  jwt: z.object({
    issuer: z.url({ protocol: /^https$/, error: 'The issuer is an https URL.' }).meta({ title: 'Issuer' }),
    audience: z.array(z.string().min(1)).min(1).meta({ title: 'Audience' }),
  }),
});

export const auth = z.union([z.enum(['none', 'iam']), jwt], {
  error: 'The authorization is none, iam or an object with jwt.',
});

export const apiGatewaySchema = z.object({
  name: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .meta({ title: 'Name', placeholder: '<topology>--<id>', section: 'API' }),
  stage: awsName(/^([A-Za-z0-9_-]+|\$default)$/, 128, 'A stage has letters, digits, - and _, or is $default.')
    .default('prod')
    .meta({
      title: 'Stage',
      description: 'Last part of the invoke URL; $default adds none.',
      section: 'API',
    }),
  auth: auth.default('none').meta({
    title: 'Authorization',
    description: 'Who may call: anyone, IAM principals, or bearers of a JWT.',
    section: 'API',
  }),
  throttle: throttle
    .default({ rate: 50, burst: 100 })
    .meta({ title: 'Throttle', description: 'Limits of the stage.', section: 'Stage' }),
  accessLogs: z
    .union([z.literal(true), z.object({ retentionDays })], {
      error: 'Access logs are true, or an object with retentionDays.',
    })
    .optional()
    .meta({
      title: 'Access logs',
      description: 'One JSON line a request in CloudWatch Logs.',
      section: 'Stage',
    }),
  cors: cors.optional().meta({ title: 'CORS', section: 'Stage' }),
  keepStagePath: z.boolean().default(false).meta({
    title: 'Keep stage path',
    description: 'Off: the backend sees /users. On: it sees /prod/users, as API Gateway does by itself.',
    section: 'Stage',
  }),
});
export type ApiGatewayConfig = z.output<typeof apiGatewaySchema>;
