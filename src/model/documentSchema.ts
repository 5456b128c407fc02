import * as z from '../zod';
import { ID_LENGTH, ID_PATTERN } from '../kinds/names';
import type { OwnNetwork } from '../kinds/network/own';
import { memberOf, type JsonValue } from './json';

const subnets = z
  .array(z.string().regex(/^subnet-[a-z0-9-]+$/, { error: 'A subnet id begins with subnet-.' }))
  .min(1);

/** A network that exists. */
export const existingNetworkSchema = z
  .object({
    vpcId: z
      .string()
      .regex(/^vpc-[a-z0-9]+$/, { error: 'A VPC id begins with vpc-.' })
      .meta({ title: 'VPC' }),
    subnetIds: subnets.meta({
      title: 'Subnets',
      description: 'Private ones, in two or more Availability Zones.',
    }),
    clientSubnetIds: subnets.optional().meta({
      title: 'Link subnets',
      description: "Where the VPC link's interfaces go.",
      placeholder: 'the same subnets',
    }),
  })
  .meta({ title: 'existing' });

/** Created and owned by the stack. */
export const ownNetworkSchema = z
  .object({
    cidr: z.cidrv4({ error: 'A CIDR block is an address and a length, such as 10.20.0.0/16.' }).meta({
      title: 'CIDR block',
      description: 'Addresses of the VPC, /16 to /24.',
      examples: ['10.20.0.0/16'],
    }),
    egress: z.enum(['nat', 'endpoints', 'none']).meta({
      title: 'Egress',
      description:
        'How tasks get out: a NAT gateway to everywhere, endpoints to ECR, logs and secrets only, or not at all.',
      examples: ['nat'],
    }),
  })
  .meta({ title: "the stack's own" });

/** The network that a document's stack brings along; undefined where it names an existing one, or none. */
export function ownNetworkOf(document: JsonValue): OwnNetwork | undefined {
  const network = memberOf(document, 'network');
  return existingNetworkSchema.safeParse(network).success
    ? undefined
    : ownNetworkSchema.safeParse(network).data;
}

/**
 * What an environment changes. Its values are judged where they take effect, in the document that they make; null takes
 * one away.
 */
const environmentSchema = z.object({
  account: z.json().optional(),
  region: z.json().optional(),
  network: z.json().optional(),
  nodes: z.record(z.string(), z.json()).optional(),
});

/** The members of the file beside its nodes and edges. */
export const documentSchema = z.object({
  version: z.literal(1).meta({ title: 'Version', description: 'Version of the file format.' }),
  name: z
    .string()
    .max(ID_LENGTH)
    .regex(ID_PATTERN, {
      error:
        'A topology name has lower-case letters, digits and single hyphens, begins with a letter and is at most 32 long.',
    })
    .meta({
      title: 'Name',
      description: 'Owns what is deployed; unique per account and region.',
      section: 'Topology',
    }),
  account: z
    .string()
    .regex(/^\d{12}$/, { error: 'An account is twelve digits.' })
    .optional()
    .meta({
      title: 'Account',
      description: 'Connections to another account are refused.',
      placeholder: 'any',
      section: 'Topology',
    }),
  region: z
    .string()
    .regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, { error: 'A region is a name such as ap-southeast-1.' })
    .optional()
    .meta({ title: 'Region', placeholder: "the connection's", section: 'Topology' }),
  network: z
    .union([existingNetworkSchema, ownNetworkSchema], {
      error: 'The network is an object with vpcId and subnetIds, or with cidr and egress for one of its own.',
    })
    .optional()
    .meta({ title: 'Network', section: 'Network', placeholder: 'none yet' }),
  tags: z
    .record(z.string().min(1).max(128), z.string().max(256))
    .optional()
    .meta({ title: 'Tags', description: 'Put on everything that takes tags.', section: 'Tags' }),
  permissionsBoundary: z
    .string()
    .regex(/^arn:[a-z-]+:iam::(\d{12}|aws):policy\/.+/, { error: 'A boundary is the ARN of a policy.' })
    .optional()
    .meta({
      title: 'Permissions boundary',
      description: 'Policy that bounds the roles we create.',
      placeholder: 'none',
      section: 'Tags',
    }),
  environments: z.record(z.string(), environmentSchema).optional().meta({
    title: 'Environments',
    description: 'What is different there: merge patches over account, region, network and nodes.',
  }),
  layout: z.record(z.string(), z.json()).optional().meta({ title: 'Layout' }),
});

/** Members of the top level, `$schema` included, which editors like to write. */
export const DOCUMENT_MEMBERS = [...Object.keys(documentSchema.shape), 'nodes', 'edges', '$schema'];
