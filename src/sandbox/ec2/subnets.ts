import type * as Ec2 from '@aws-sdk/client-ec2';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { hex } from '../ids';
import { tagsToUpper } from '../tags';
import { blockOf, overlaps } from './cidr';
import { dependencyViolation, missingSubnet, missingVpc, specifiedTags } from './requests';
import { zonesOf } from './zones';

/** Subnets that are made and go again. */
export const subnetHandlers = {
  CreateSubnetCommand(context, input) {
    const { ec2, name: region } = context.region;
    const vpc = ec2.vpcs.get(input.VpcId ?? '');
    if (!vpc) throw missingVpc(input.VpcId ?? '');
    const block = blockOf(input.CidrBlock ?? '');
    const whole = blockOf(vpc.cidr);
    if (!block || !whole || block.bits < whole.bits || block.bits > 28 || !overlaps(block, whole)) {
      throw awsError('InvalidSubnet.Range', `The CIDR '${input.CidrBlock ?? ''}' is invalid.`);
    }
    const taken = [...ec2.subnets.values()].some((other) => {
      const their = other.vpcId === vpc.id && blockOf(other.cidr);
      return their && overlaps(block, their);
    });
    if (taken) {
      throw awsError(
        'InvalidSubnet.Conflict',
        `The CIDR '${input.CidrBlock ?? ''}' conflicts with another subnet`,
      );
    }
    const zones = zonesOf(region);
    const asked = input.AvailabilityZone ?? input.AvailabilityZoneId;
    const zone =
      asked === undefined ? zones[0] : zones.find(({ name, id }) => asked === name || asked === id);
    if (!zone) {
      throw awsError(
        'InvalidParameterValue',
        `Value (${asked ?? ''}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.map(({ name }) => name).join(', ')}.`,
      );
    }
    const tags = specifiedTags(input.TagSpecifications, 'subnet');
    const id = `subnet-${hex(context.random, 17)}`;
    const place = { vpcId: vpc.id, cidr: block.text, zone: zone.name, zoneId: zone.id };
    ec2.subnets.set(id, { id, ...place, mapPublicIp: false, nextHost: 4, tags });
    return {
      Subnet: {
        SubnetId: id,
        VpcId: vpc.id,
        CidrBlock: block.text,
        AvailabilityZone: zone.name,
        AvailabilityZoneId: zone.id,
        State: 'available',
        Tags: tagsToUpper(tags),
      },
    };
  },

  DeleteSubnetCommand(context, input) {
    const { ec2 } = context.region;
    const subnet = ec2.subnets.get(input.SubnetId ?? '');
    if (!subnet) throw missingSubnet(input.SubnetId ?? '');
    if ([...ec2.interfaces.values()].some((one) => one.subnetId === subnet.id)) {
      throw dependencyViolation(`The subnet '${subnet.id}' has dependencies and cannot be deleted.`);
    }
    ec2.subnets.delete(subnet.id);
    for (const table of ec2.routeTables.values()) {
      table.subnetIds = table.subnetIds.filter((id) => id !== subnet.id);
    }
    return {};
  },
} satisfies HandlersOf<typeof Ec2>;
