import * as z from '../zod';

/** Schemas of fields that several kinds share. `.meta` carries what the inspector and the JSON schema show. */

export const port = z.int().min(1).max(65_535);

export const seconds = (min: number, max: number) => z.int().min(min).max(max);

/** A name in AWS; the pattern and limit are those of the AWS type. */
export const awsName = (pattern: RegExp, limit: number, hint: string) =>
  z.string().min(1).max(limit).regex(pattern, { error: hint });

export const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
  error: 'A variable name has letters, digits and underscores, and does not begin with a digit.',
});

export const variables = z.record(variableName, z.string());

/** Variable → ARN of a Secrets Manager secret or an SSM parameter. */
export const secretArns = z.record(
  variableName,
  z.string().regex(/^arn:[a-z-]+:(secretsmanager|ssm):/, {
    error: 'A secret is named by its ARN, arn:aws:secretsmanager:… or arn:aws:ssm:….',
  }),
);

export const throttle = z.object({
  rate: z.number().positive().meta({ title: 'Rate', description: 'Requests per second.' }),
  burst: z.int().positive().meta({ title: 'Burst', description: 'Requests at once.' }),
});

/** Values of CloudWatch Logs' PutRetentionPolicy. */
export const retentionDays = z
  .literal([
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
  ])
  .meta({ title: 'Keep', unit: 'days', examples: [30] });
