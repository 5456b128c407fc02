import { apiGateway } from './apiGateway/resources';
import { client } from './client/resources';
import { cloudMap } from './cloudMap/resources';
import { ecsCluster } from './ecsCluster/resources';
import { ecsService } from './ecsService/resources';
import type { Kind } from './kind';
import { nlb } from './nlb/resources';
import { vpcLink } from './vpcLink/resources';

/** Every kind of node that canvas, validation and planner know, by name and in the order of the palette. */
export type Registry = ReadonlyMap<string, Kind>;

export function createRegistry(kinds: readonly Kind[]): Registry {
  return new Map(kinds.map((kind) => [kind.kind, kind]));
}

/** The kinds of the product; a new kind is one folder and one line here. */
export const KINDS: readonly Kind[] = [client, apiGateway, vpcLink, nlb, ecsCluster, ecsService, cloudMap];
