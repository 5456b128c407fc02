import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteRouteTableCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DeleteVpcEndpointsCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  ModifyVpcAttributeCommand,
  ReleaseAddressCommand,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, it } from 'vitest';
import { reachesService } from '../../../src/sandbox/ec2/endpoints';
import { createInterface } from '../../../src/sandbox/ec2/interfaces';
import { hasEgress } from '../../../src/sandbox/ec2/network';
import { inRegion, type Context } from '../../../src/sandbox/context';
import { createWorld, type World } from '../../../src/sandbox/world';
import { createAccount, sequence, type Account } from './account';

const REGION = 'ap-southeast-1';

let aws: Account;
let world: World;
beforeEach(async () => {
  world = createWorld();
  aws = await createAccount({ world });
});

const send: Account['ec2']['send'] = ((command: never) => aws.ec2.send(command)) as never;

/** The account from inside, for what no call tells. */
function inside(): Context {
  return inRegion({ world, random: sequence(9) } as never, REGION);
}

async function vpc(cidr = '10.30.0.0/16') {
  return (await send(new CreateVpcCommand({ CidrBlock: cidr }))).Vpc?.VpcId ?? '';
}
async function subnet(VpcId: string, CidrBlock: string, AvailabilityZone = `${REGION}a`) {
  const made = await send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone }));
  return made.Subnet?.SubnetId ?? '';
}
async function table(VpcId: string) {
  return (await send(new CreateRouteTableCommand({ VpcId }))).RouteTable?.RouteTableId ?? '';
}
async function gateway(VpcId: string) {
  const made = await send(new CreateInternetGatewayCommand({}));
  const InternetGatewayId = made.InternetGateway?.InternetGatewayId ?? '';
  await send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  return InternetGatewayId;
}
async function nat(SubnetId: string) {
  const { AllocationId = '' } = await send(new AllocateAddressCommand({ Domain: 'vpc' }));
  const made = await send(new CreateNatGatewayCommand({ SubnetId, AllocationId }));
  return { id: made.NatGateway?.NatGatewayId ?? '', AllocationId };
}
const natState = async (id: string) =>
  (await send(new DescribeNatGatewaysCommand({ NatGatewayIds: [id] }))).NatGateways?.[0];

describe('a VPC', () => {
  it('is made with its block in canonical form, DNS support on and names off', async () => {
    const VpcId = await vpc('10.30.7.9/16');
    const { Vpcs } = await send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
    expect(Vpcs?.[0]?.CidrBlock).toBe('10.30.0.0/16');
    const names = () => send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' }));
    expect((await names()).EnableDnsHostnames?.Value).toBe(false);
    await send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
    expect((await names()).EnableDnsHostnames?.Value).toBe(true);
  });

  it.each([
    ['10.0.0.0/8', 'InvalidVpc.Range'],
    ['10.0.0.0/29', 'InvalidVpc.Range'],
    ['ten', 'InvalidParameterValue'],
  ])('refuses %s', async (cidr, name) => {
    await expect(vpc(cidr)).rejects.toMatchObject({ name });
  });

  it('is held by whatever is in it, and takes its main table and default group along', async () => {
    const VpcId = await vpc();
    const SubnetId = await subnet(VpcId, '10.30.0.0/24');
    const gone = () => send(new DeleteVpcCommand({ VpcId }));
    await expect(gone()).rejects.toMatchObject({ name: 'DependencyViolation' });
    await send(new DeleteSubnetCommand({ SubnetId }));
    const InternetGatewayId = await gateway(VpcId);
    await expect(gone()).rejects.toMatchObject({ name: 'DependencyViolation' });
    await send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    await send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
    await gone();
    expect(
      aws.sandbox.things(REGION).filter(({ settings }) => JSON.stringify(settings).includes(VpcId)),
    ).toEqual([]);
  });
});

describe('a subnet', () => {
  it('lies in its VPC and beside the others', async () => {
    const VpcId = await vpc();
    await subnet(VpcId, '10.30.0.0/19');
    await expect(subnet(VpcId, '10.30.16.0/24')).rejects.toMatchObject({ name: 'InvalidSubnet.Conflict' });
    await expect(subnet(VpcId, '10.31.0.0/24')).rejects.toMatchObject({ name: 'InvalidSubnet.Range' });
    await expect(subnet(VpcId, '10.30.32.0/24', 'nowhere')).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await subnet(VpcId, '10.30.32.0/19');
  });
});

describe('a NAT gateway', () => {
  it('takes two minutes, holds its address, subnet and gateway, and is seen for a while when it is gone', async () => {
    const VpcId = await vpc();
    const SubnetId = await subnet(VpcId, '10.30.0.0/24');
    const InternetGatewayId = await gateway(VpcId);
    const { id, AllocationId } = await nat(SubnetId);
    expect((await natState(id))?.State).toBe('pending');
    aws.clock.advance(60);
    expect((await natState(id))?.State).toBe('pending');
    aws.clock.advance(60);
    expect((await natState(id))?.State).toBe('available');

    const release = () => send(new ReleaseAddressCommand({ AllocationId }));
    const detach = () => send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    const drop = () => send(new DeleteSubnetCommand({ SubnetId }));
    await send(new DeleteNatGatewayCommand({ NatGatewayId: id }));
    await expect(release()).rejects.toMatchObject({ name: 'InvalidIPAddress.InUse' });
    await expect(detach()).rejects.toMatchObject({ name: 'DependencyViolation' });
    await expect(drop()).rejects.toMatchObject({ name: 'DependencyViolation' });
    aws.clock.advance(60);
    expect((await natState(id))?.State).toBe('deleted');
    await release();
    await detach();
    await drop();
    aws.clock.advance(3700);
    await expect(natState(id)).rejects.toMatchObject({ name: 'NatGatewayNotFound' });
  });

  it('fails where its VPC has no way out', async () => {
    const { id } = await nat(await subnet(await vpc(), '10.30.0.0/24'));
    aws.clock.advance(120);
    expect(await natState(id)).toMatchObject({ State: 'failed', FailureCode: 'Gateway.NotAttached' });
  });

  it('lets a private subnet out once a route leads to it, and no longer when it is gone', async () => {
    const VpcId = await vpc();
    const open = await subnet(VpcId, '10.30.0.0/24');
    const closed = await subnet(VpcId, '10.30.1.0/24');
    await gateway(VpcId);
    const { id } = await nat(open);
    const RouteTableId = await table(VpcId);
    const everywhere = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: id };
    await expect(send(new CreateRouteCommand(everywhere))).rejects.toMatchObject({
      name: 'InvalidNatGatewayID.NotFound',
    });
    aws.clock.advance(120);
    await send(new CreateRouteCommand(everywhere));
    expect(hasEgress(inside(), closed, false)).toBe(false);
    const { AssociationId } = await send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: closed }));
    expect(hasEgress(inside(), closed, false)).toBe(true);

    await expect(send(new DeleteRouteTableCommand({ RouteTableId }))).rejects.toMatchObject({
      name: 'DependencyViolation',
    });
    await send(new DeleteNatGatewayCommand({ NatGatewayId: id }));
    expect(hasEgress(inside(), closed, false)).toBe(false);
    const { RouteTables } = await send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }));
    expect(RouteTables?.[0]?.Routes?.find(({ NatGatewayId }) => NatGatewayId === id)?.State).toBe(
      'blackhole',
    );
    await send(new DisassociateRouteTableCommand({ AssociationId }));
    await send(new DeleteRouteTableCommand({ RouteTableId }));
  });
});

describe('an endpoint', () => {
  async function scene() {
    const VpcId = await vpc();
    await send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
    const SubnetId = await subnet(VpcId, '10.30.0.0/24');
    const group = async (GroupName: string) =>
      (await send(new CreateSecurityGroupCommand({ GroupName, Description: 'a', VpcId }))).GroupId ?? '';
    const [tasks, endpoints] = [await group('tasks'), await group('endpoints')];
    const logs = {
      VpcId,
      ServiceName: `com.amazonaws.${REGION}.logs`,
      VpcEndpointType: 'Interface' as const,
      SubnetIds: [SubnetId],
      SecurityGroupIds: [endpoints],
    };
    const context = inside();
    const self = createInterface(context, SubnetId, {
      groupIds: [tasks],
      type: 'interface',
      requester: 'amazon-ecs',
      description: 'task',
      owner: 'task',
    });
    const caller = { subnetId: SubnetId, interfaceId: self.id, publicAddress: false };
    const reaches = (service: string) => reachesService(inside(), caller, service);
    return { VpcId, SubnetId, tasks, endpoints, logs, reaches };
  }

  it('is reached once it is available, by those whom its group admits', async () => {
    const { logs, tasks, endpoints, reaches, SubnetId } = await scene();
    const made = await send(new CreateVpcEndpointCommand(logs));
    const VpcEndpointId = made.VpcEndpoint?.VpcEndpointId ?? '';
    await send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: endpoints,
        IpPermissions: [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: tasks }] },
        ],
      }),
    );
    expect(reaches('logs')).toBe(false);
    aws.clock.advance(80);
    expect(reaches('logs')).toBe(true);
    expect(reaches('ecr.api')).toBe(false);

    await send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }));
    expect(reaches('logs')).toBe(false);
    const { VpcEndpoints } = await send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }));
    expect(VpcEndpoints?.[0]?.State).toBe('deleting');
    await expect(send(new DeleteSubnetCommand({ SubnetId }))).rejects.toMatchObject({
      name: 'DependencyViolation',
    });
  });

  it('is not reached by those whom its group does not admit', async () => {
    const { logs, reaches } = await scene();
    await send(new CreateVpcEndpointCommand(logs));
    aws.clock.advance(80);
    expect(reaches('logs')).toBe(false);
  });

  it('takes a name once, and only where the VPC resolves names', async () => {
    const { logs, VpcId } = await scene();
    await send(new CreateVpcEndpointCommand(logs));
    await expect(send(new CreateVpcEndpointCommand(logs))).rejects.toThrow(/conflicting DNS domain/);
    await send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: false } }));
    const other = { ...logs, ServiceName: `com.amazonaws.${REGION}.ecr.api` };
    await expect(send(new CreateVpcEndpointCommand(other))).rejects.toThrow(/requires both enableDnsSupport/);
  });

  it('of S3 is an entry of route tables', async () => {
    const { VpcId, SubnetId, reaches } = await scene();
    const RouteTableId = await table(VpcId);
    const ServiceName = `com.amazonaws.${REGION}.s3`;
    await send(new CreateVpcEndpointCommand({ VpcId, ServiceName, RouteTableIds: [RouteTableId] }));
    expect(reaches('s3')).toBe(false);
    await send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    expect(reaches('s3')).toBe(true);
  });
});
