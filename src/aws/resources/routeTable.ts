import {
  AssociateRouteTableCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  ReplaceRouteCommand,
  type Filter,
  type RouteTable,
} from '@aws-sdk/client-ec2';
import type { Found, Provider } from '../../engine/provider';
import { isInitial, type Resolved } from '../../engine/resource';
import type { RouteTableProps } from '../../kinds/resourceTypes/network';
import type { Account } from '../account';
import { createOnce } from '../retry';
import { fromTags, markIn } from '../tags';
import { foundOf, must, pages, sorted, unlessGone } from './common';
import { hasNetwork, madeBy, ofStack, retag, tagged, written } from './ec2';

const TYPE = 'AWS::EC2::RouteTable';
const EVERYWHERE = '0.0.0.0/0';

/** A route table with its way out and the subnets that it rules: three calls of EC2, of which each can be done again. */
export function routeTable(account: Account): Provider<RouteTableProps> {
  const { clients, send } = account;

  async function describe(Filters: Filter[], signal?: AbortSignal): Promise<RouteTable[]> {
    return pages(async (NextToken) => {
      const command = new DescribeRouteTablesCommand({ Filters, NextToken });
      const page = await send(clients.ec2, command, { signal });
      return { items: page.RouteTables, next: page.NextToken };
    });
  }

  /** Changes what differs between the table, as it is now, and what is asked. */
  async function bringTo(
    id: string,
    RouteTableId: string,
    props: Resolved<RouteTableProps>,
    signal?: AbortSignal,
  ): Promise<void> {
    const options = { signal, resource: id };
    const now = (await describe([{ Name: 'route-table-id', Values: [RouteTableId] }], signal))[0];
    const way = wayOut(now);
    const { defaultRoute } = props;
    if (defaultRoute === null) {
      if (way !== undefined)
        await send(clients.ec2, new DeleteRouteCommand(everywhere(RouteTableId)), options);
    } else if (!isInitial(defaultRoute) && defaultRoute !== way) {
      const route = { ...everywhere(RouteTableId), ...target(defaultRoute) };
      const command = way === undefined ? new CreateRouteCommand(route) : new ReplaceRouteCommand(route);
      await send(clients.ec2, command, options);
    }
    const held = associations(now);
    for (const { RouteTableAssociationId: AssociationId } of held.filter(
      ({ SubnetId }) => !props.subnetIds.includes(SubnetId ?? ''),
    )) {
      await unlessGone(send(clients.ec2, new DisassociateRouteTableCommand({ AssociationId }), options));
    }
    for (const SubnetId of props.subnetIds.filter((one) => !held.some((it) => it.SubnetId === one))) {
      // A subnet follows one table, and somebody may have had it follow another.
      const others = await describe([{ Name: 'association.subnet-id', Values: [SubnetId] }], signal);
      for (const other of others.flatMap(associations).filter((it) => it.SubnetId === SubnetId)) {
        const AssociationId = other.RouteTableAssociationId;
        await unlessGone(send(clients.ec2, new DisassociateRouteTableCommand({ AssociationId }), options));
      }
      await send(clients.ec2, new AssociateRouteTableCommand({ RouteTableId, SubnetId }), options);
    }
  }

  return {
    type: TYPE,
    replacement: 'createFirst',
    immutable: ['vpcId'],
    sets: ['subnetIds'],
    under: ['AWS::EC2::VPC'],

    async find(stack, earlier, signal) {
      if (!hasNetwork(earlier)) return [];
      return (await describe(ofStack(stack), signal)).flatMap((it) => foundIn(it, stack) ?? []);
    },

    async create({ id, props, marks }, signal) {
      const made = await createOnce(
        account,
        {
          async create() {
            const command = new CreateRouteTableCommand({
              VpcId: props.vpcId,
              ...tagged('route-table', marks),
            });
            const { RouteTable: one } = await send(clients.ec2, command, { signal, resource: id });
            return must(one?.RouteTableId, 'RouteTableId');
          },
          look: async () => madeBy(await describe(ofStack(marks.stack), signal), marks)?.RouteTableId,
        },
        signal,
      );
      await bringTo(id, made, props, signal);
      return written(made);
    },

    async update(request, signal) {
      const { id, props, found, changed } = request;
      if (changed.length > 0) await bringTo(id, found.physicalId, props, signal);
      return retag(account, request, {}, signal);
    },

    async delete(found, { signal } = {}) {
      const options = { signal, resource: found.id };
      const RouteTableId = found.physicalId;
      const [now] = await describe([{ Name: 'route-table-id', Values: [RouteTableId] }], signal);
      for (const { RouteTableAssociationId: AssociationId } of associations(now)) {
        await unlessGone(send(clients.ec2, new DisassociateRouteTableCommand({ AssociationId }), options));
      }
      await unlessGone(send(clients.ec2, new DeleteRouteTableCommand({ RouteTableId }), options));
    },
  };
}

function everywhere(RouteTableId: string) {
  return { RouteTableId, DestinationCidrBlock: EVERYWHERE };
}

function target(id: string) {
  return id.startsWith('nat-') ? { NatGatewayId: id } : { GatewayId: id };
}

/** Where the default route leads; what it names may be gone. */
function wayOut(table: RouteTable | undefined): string | undefined {
  const route = table?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === EVERYWHERE);
  return route && (route.NatGatewayId ?? route.GatewayId ?? route.TransitGatewayId ?? 'elsewhere');
}

function associations(table: RouteTable | undefined) {
  return (table?.Associations ?? []).filter(({ SubnetId }) => SubnetId !== undefined);
}

function foundIn(it: RouteTable, stack: string): Found | undefined {
  const mark = markIn(fromTags(it.Tags), stack);
  if (!mark || it.RouteTableId === undefined) return undefined;
  const way = wayOut(it);
  const subnetIds = sorted(associations(it).flatMap(({ SubnetId }) => SubnetId ?? []));
  return foundOf({
    type: TYPE,
    mark,
    physicalId: it.RouteTableId,
    props: { vpcId: it.VpcId, subnetIds, defaultRoute: way ?? null },
    attributes: { id: it.RouteTableId },
    pointsTo: [it.VpcId, ...(subnetIds ?? []), way],
  });
}
