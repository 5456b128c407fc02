import type { Finding } from '../kind';
import { blockText, canonical, isInside, parseBlock } from './blocks';
import type { OwnNetwork } from './own';

/** What a VPC may be, and what leaves subnets with room for a load balancer. Source: VPC quotas; NLB user guide. */
const LARGEST = 16;
const SMALLEST = 24;

/** Addresses that nobody on the internet has. Source: RFC 1918 and RFC 6598. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(parseBlock);

/** Faults of a network of the stack's own that its schema cannot tell; paths are inside of `network`. */
export function checkOwnNetwork({ cidr, egress }: OwnNetwork): Finding[] {
  return [...blockFindings(cidr), ...(egress === 'none' ? [noWayOut()] : [])];
}

function blockFindings(cidr: string): Finding[] {
  const block = parseBlock(cidr);
  const path = ['cidr'];
  if (block.bits < LARGEST || block.bits > SMALLEST) {
    const bits = block.bits < LARGEST ? LARGEST : SMALLEST;
    const value = blockText(canonical({ ...block, bits }));
    return [
      {
        severity: 'error',
        code: 'cidr-size',
        message: `A network of its own is between /${LARGEST} and /${SMALLEST}: AWS makes no larger VPC, and a smaller one has no room for load balancers. Write another length: ${cidr}`,
        path,
        fix: { title: `Write ${value}`, path, value },
      },
    ];
  }
  const value = blockText(canonical(block));
  if (value !== cidr) {
    return [
      {
        severity: 'error',
        code: 'cidr-form',
        message: `A CIDR block begins at its first address, which here is another one. Write ${value}: ${cidr}`,
        path,
        fix: { title: `Write ${value}`, path, value },
      },
    ];
  }
  if (PRIVATE.some((outer) => isInside(block, outer))) return [];
  return [
    {
      severity: 'warning',
      code: 'cidr-public',
      message: `These addresses belong to somebody on the internet, whom tasks can then not reach. Choose a private block, such as 10.20.0.0/16: ${cidr}`,
      path,
    },
  ];
}

function noWayOut(): Finding {
  return {
    severity: 'warning',
    code: 'T11',
    message:
      'Tasks in a network without egress cannot pull their image nor write logs, and do not start. Choose endpoints or nat, unless you add a way out yourself.',
    path: ['egress'],
    fix: { title: 'Let tasks out by NAT', path: ['egress'], value: 'nat' },
  };
}
