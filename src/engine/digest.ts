import { createHash } from 'node:crypto';

/** JSON with the members of every object sorted, so that order never makes a difference. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** Sixteen hex digits that stand for a value; references count by id, not by what they become. */
export function digest(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex').slice(0, 16);
}

/** Stands for what the file asks of a resource. `after` orders the work and says nothing of the thing itself. */
export function askedDigest(props: object): string {
  return digest(Object.fromEntries(Object.entries(props).filter(([key]) => key !== 'after')));
}
