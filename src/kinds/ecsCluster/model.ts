import * as z from '../../zod';
import { existing } from '../existing';
import { awsName } from '../fields';

export const ecsClusterSchema = z.object({
  existing: existing('Cluster'),
  name: awsName(/^[A-Za-z0-9_-]+$/, 255, 'A cluster name has letters, digits, hyphens and underscores.')
    .optional()
    .meta({ title: 'Name', placeholder: '<topology>--<id>', section: 'Cluster' }),
  containerInsights: z.boolean().default(false).meta({
    title: 'Container Insights',
    description: 'Metrics per task in CloudWatch, billed by AWS.',
    section: 'Cluster',
  }),
});
export type ClusterConfig = z.output<typeof ecsClusterSchema>;
