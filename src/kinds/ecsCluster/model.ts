import * as z from '../../zod';
import { awsName } from '../fields';

export const ecsClusterSchema = z.object({
  name: awsName(/^[A-Za-z0-9_-]+$/, 255, 'A cluster name has letters, digits, hyphens and underscores.')
    .optional()
    .meta({ title: 'Name', placeholder: '<topology>--<id>', section: 'Cluster' }),
  containerInsights: z.boolean().default(false).meta({
    title: 'Container Insights',
    description: 'Metrics per task in CloudWatch, billed by AWS.',
    section: 'Cluster',
  }),
});
