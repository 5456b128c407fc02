declare module '*/esbuild.mjs' {
  import type { BuildOptions } from 'esbuild';

  export function devPageOptions(outdir: string): BuildOptions;
}
