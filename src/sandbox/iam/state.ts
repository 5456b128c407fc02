import type { Tags } from '../tags';

/** IAM of the account. */
export interface IamState {
  /** By lower-case name: names are unique without regard to case. */
  readonly roles: Map<string, RoleState>;
}

export interface RoleState {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly createdAt: number;
  /** JSON text, not yet URL-encoded. */
  trust: string;
  description: string | undefined;
  maxSessionDuration: number;
  boundary: string | undefined;
  readonly attached: Set<string>;
  readonly inline: Map<string, string>;
  readonly tags: Tags;
}
