/**
 * JSON that keeps what JSON loses: dates, bytes, maps and sets, tagged as objects with one member that
 * begins with `$`. An object that looks like a tag is wrapped. Used between processes and for the folder.
 */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Writes a value; members that are undefined are left out, functions and symbols are bugs. */
export function encode(value: unknown): string {
  return JSON.stringify(toJson(value));
}

/** Reads what `encode` wrote. Throws SyntaxError on other text. */
export function decode(text: string): unknown {
  return fromJson(JSON.parse(text) as Json); // JSON.parse makes nothing else
}

function toJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) };
  if (value === undefined) return { $undefined: true };
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (value instanceof Map) return { $map: [...value].map(([key, item]) => [toJson(key), toJson(item)]) };
  if (value instanceof Set) return { $set: [...value].map(toJson) };
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') throw new TypeError(`cannot be written as JSON: ${typeof value}`);
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  const json = Object.fromEntries(members.map(([key, item]) => [key, toJson(item)]));
  const [only] = members;
  return members.length === 1 && only?.[0].startsWith('$') ? { $object: json } : json;
}

function fromJson(json: Json): unknown {
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map(fromJson);
  const members = Object.entries(json);
  const [only] = members;
  if (members.length === 1 && only) {
    const [tag, content] = only;
    if (tag === '$date' && typeof content === 'number') return new Date(content);
    if (tag === '$bytes' && typeof content === 'string')
      return new Uint8Array(Buffer.from(content, 'base64'));
    if (tag === '$number') return Number(content);
    if (tag === '$undefined') return undefined;
    if (tag === '$set' && Array.isArray(content)) return new Set(content.map(fromJson));
    if (tag === '$map' && Array.isArray(content)) return new Map(content.map(toEntry));
    if (tag === '$object' && content !== null && typeof content === 'object' && !Array.isArray(content)) {
      return toObject(Object.entries(content));
    }
  }
  return toObject(members);
}

function toEntry(pair: Json): [unknown, unknown] {
  const [key = null, value = null] = Array.isArray(pair) ? pair : [];
  return [fromJson(key), fromJson(value)];
}

function toObject(members: [string, Json][]): object {
  // fromEntries defines own members, so a member called __proto__ stays one.
  return Object.fromEntries(members.map(([key, item]) => [key, fromJson(item)]));
}
