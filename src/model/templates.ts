import { CLOUD_MAP_LEG } from './templates/cloudMapLeg';
import { EMPTY } from './templates/empty';
import { ENVIRONMENTS } from './templates/environments';
import { JWT } from './templates/jwt';
import { ORIGINAL_CHAIN } from './templates/originalChain';
import { OWN_NETWORK_ENDPOINTS, OWN_NETWORK_NAT } from './templates/ownNetwork';
import type { Template } from './templates/template';
import { TWO_LISTENERS } from './templates/twoListeners';
import { TWO_SERVICES } from './templates/twoServices';
import { expanded } from './text/print';

export type { Template } from './templates/template';

/** What a new topology can start with, the usual first. */
export const TEMPLATES: readonly Template[] = [
  ORIGINAL_CHAIN,
  TWO_SERVICES,
  TWO_LISTENERS,
  CLOUD_MAP_LEG,
  JWT,
  ENVIRONMENTS,
  OWN_NETWORK_NAT,
  OWN_NETWORK_ENDPOINTS,
  EMPTY,
];

/** The text of a new file: two blanks, short things on one line, a line end at the end. */
export function templateText(template: Template, name: string): string {
  const style = { eol: '\n', unit: '  ', colon: ': ', gap: ' ', pad: ' ' };
  return `${expanded(template.document(name), style, '')}\n`;
}
