import { SECRET_NAME, SECRET_VALUES } from '../../kinds/ecsService/secrets';

const MASK = '•••';
/** A secret of a letter or two is none, and masking it would make the text unreadable. */
const SHORTEST = 4;

/** `name=value`, `"name": "value"` and `name: value`, as logs have them. */
const ASSIGNED = /(["']?)([A-Za-z][\w-]*)\1(\s*[=:]\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;&"'}]+)/g;
const AUTHORIZATION = /\b((?:proxy-)?authorization["']?\s*[=:]\s*["']?(?:(?:bearer|basic)\s+)?)[^\s"',]+/gi;
const BEARER = /\b(bearer\s+)[A-Za-z0-9._~+/-]{8,}=*/gi;
const JSON_WEB_TOKEN = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;

/**
 * A text without the secrets that can be told from their looks: keys of known shapes, tokens, passwords in URLs, what is
 * assigned to a name that ends in `password`, `token` and the like, and the given values themselves.
 */
export function maskSecrets(text: string, values: readonly string[] = []): string {
  const known = values
    .filter(({ length }) => length >= SHORTEST)
    .reduce((rest, value) => rest.replaceAll(value, MASK), text);
  const shaped = SECRET_VALUES.reduce(
    (rest, { source, flags }) => rest.replace(new RegExp(source, `${flags}g`), MASK),
    known,
  );
  return shaped
    .replace(JSON_WEB_TOKEN, MASK)
    .replace(AUTHORIZATION, `$1${MASK}`)
    .replace(BEARER, `$1${MASK}`)
    .replace(ASSIGNED, (all: string, quote: string, name: string, sign: string, value: string) =>
      SECRET_NAME.test(name.replaceAll('-', '_')) ? `${quote}${name}${quote}${sign}${masked(value)}` : all,
    );
}

/** The value in the quotes that it had. */
function masked(value: string): string {
  const [quote] = /^["']/.exec(value) ?? [''];
  return `${quote}${MASK}${quote}`;
}
