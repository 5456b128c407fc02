import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** What is loaded with a module: its imports, but for types and `import()`. Packages by name, files by path. */
function loadedWith(entry: string): Set<string> {
  const seen = new Set([entry]);
  for (const file of seen) {
    if (!file.endsWith('.ts')) continue;
    const statements = readFileSync(file, 'utf8').matchAll(
      /^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm,
    );
    for (const [, name = ''] of statements) {
      const path = join(dirname(file), name);
      seen.add(name.startsWith('.') ? (existsSync(`${path}.ts`) ? `${path}.ts` : `${path}.tsx`) : name);
    }
  }
  return seen;
}

it('loads neither AWS nor the sandbox nor the engine before they are needed', () => {
  const loaded = [...loadedWith(fileURLToPath(new URL('../../src/extension.ts', import.meta.url)))];
  expect(loaded.length).toBeGreaterThan(50);
  expect(loaded.filter((name) => /^@(aws-sdk|smithy)|src\/sandbox\/|src\/engine\/apply/.test(name))).toEqual(
    [],
  );
});
