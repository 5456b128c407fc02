import { environmentsOf } from '../model/environment';
import type { JsonValue } from '../model/json';
import { createEvent, type Event } from './event';

/** Which environment of each topology this window shows and works on; topologies are known by the strings of their URIs. */
export interface Environments {
  /** Undefined for the base. What the file no longer has is not shown. */
  shown(key: string, file: JsonValue | undefined): string | undefined;
  show(key: string, environment: string | undefined): void;
  /** Another one of this topology is shown. */
  readonly onDidChange: Event<string>;
}

/** What was shown last, kept for the workspace. */
export interface EnvironmentMemory {
  get(): Readonly<Record<string, string>>;
  set(shown: Readonly<Record<string, string>>): void;
}

export function createEnvironments(memory: EnvironmentMemory): Environments {
  const changed = createEvent<string>();
  const remembered = (key: string) => new Map(Object.entries(memory.get())).get(key);
  return {
    shown(key, file) {
      const name = remembered(key);
      return name !== undefined && environmentsOf(file).includes(name) ? name : undefined;
    },
    show(key, environment) {
      if (remembered(key) === environment) return;
      const others = Object.entries(memory.get()).filter(([other]) => other !== key);
      memory.set(Object.fromEntries(environment === undefined ? others : [...others, [key, environment]]));
      changed.fire(key);
    },
    onDidChange: changed.event,
  };
}
