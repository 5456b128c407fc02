import { stackKey } from '../kinds/names';
import { documentSchema } from './documentSchema';
import { environmentsOf, inEnvironment } from './environment';
import { memberOf, type JsonValue } from './json';

/** A stack that a file may own, and where it says that it stands. */
export interface OwnedStack {
  /** `name` or `name/environment`. */
  readonly stack: string;
  /** Undefined for the base. */
  readonly environment: string | undefined;
  readonly account: JsonValue | undefined;
  readonly region: JsonValue | undefined;
}

/** The stack of a file's base or of one of its environments; undefined where the file has no valid name. */
export function stackOf(file: JsonValue | undefined, environment: string | undefined): string | undefined {
  const name = documentSchema.shape.name.safeParse(memberOf(file, 'name')).data;
  if (name === undefined) return undefined;
  return stackKey(environment === undefined ? { name } : { name, environment });
}

/** Every stack that a file may own: the base's, and one for each environment. */
export function stacksOf(file: JsonValue): OwnedStack[] {
  return [undefined, ...environmentsOf(file)].flatMap((environment) => {
    const stack = stackOf(file, environment);
    const document = inEnvironment(file, environment);
    const [account, region] = [memberOf(document, 'account'), memberOf(document, 'region')];
    return stack === undefined ? [] : [{ stack, environment, account, region }];
  });
}
