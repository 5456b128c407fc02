import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { devPageOptions } from '../../esbuild.mjs';

describe('what the page is made of', () => {
  let inputs: string[];
  let size: number;
  beforeAll(async () => {
    const result = await build({
      ...devPageOptions('dist/dev'),
      metafile: true,
      write: false,
      minify: true,
      sourcemap: false,
    });
    inputs = Object.keys(result.metafile.inputs);
    size = result.outputFiles.find(({ path }) => path.endsWith('main.js'))?.contents.length ?? 0;
  });

  it('has nothing of the AWS SDK, of Node or of the engine’s host side', () => {
    expect(inputs.length).toBeGreaterThan(50);
    expect(
      inputs.filter((input) => /@aws-sdk|@smithy|jsonc-parser|src\/(aws|live|sandbox|host)\//.test(input)),
    ).toEqual([]);
  });

  it('stays small enough to open at once', () => {
    expect(size).toBeGreaterThan(100_000);
    expect(size).toBeLessThan(900_000);
  });
});
