/**
 * The one build script.
 *
 *   node esbuild.mjs            everything once
 *   node esbuild.mjs --watch    and again on every change
 *   node esbuild.mjs --serve    the canvas in a plain browser, with a fake host
 *   node esbuild.mjs --minify   what is packaged: no source maps, no development page
 *   node esbuild.mjs webview    only the bundles that are named: extension, cli, webview, dev
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));

/**
 * The AWS SDK's schema tables are arrays that esbuild cannot see to be free of side effects, so that every command's
 * tables would come along with one command. Wrapped in a pure call they fall away with what uses them.
 */
const pureSchemas = {
  name: 'pure-schemas',
  setup(build) {
    const table = /^((?:export )?(?:var|const) [\w$]+ = )(\[-?\d+, (?:.*\]|[\s\S]*?^\]));$/gm;
    build.onLoad({ filter: /@aws-sdk[\\/].*[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      return { contents: source.replace(table, '$1/* @__PURE__ */ (() => $2)();') };
    });
  },
};

/** `kind-icons`: the drawings of media/kinds by kind, so that a new kind needs no import of its own. */
const kindIcons = {
  name: 'kind-icons',
  setup(build) {
    const folder = path.join(root, 'media/kinds');
    build.onResolve({ filter: /^kind-icons$/ }, () => ({ path: 'kind-icons', namespace: 'kind-icons' }));
    build.onLoad({ filter: /.*/, namespace: 'kind-icons' }, async () => {
      const files = (await readdir(folder)).filter((file) => file.endsWith('.svg'));
      const entries = files.map(async (file) => [
        path.basename(file, '.svg'),
        await readFile(path.join(folder, file), 'utf8'),
      ]);
      const icons = JSON.stringify(Object.fromEntries(await Promise.all(entries)));
      return {
        contents: `export const kindIcons = new Map(Object.entries(${icons}));`,
        watchFiles: files.map((file) => path.join(folder, file)),
        watchDirs: [folder],
      };
    });
  },
};

const nodeOptions = {
  bundle: true,
  absWorkingDir: root,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  // Without it jsonc-parser's UMD build fails at run time and the SDK's CommonJS does not shake.
  mainFields: ['module', 'main'],
  // The bundle carries its own version of the SDK; which Node a later one will need is no news to whoever runs it.
  define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"' },
  plugins: [pureSchemas],
  metafile: true,
  logLevel: 'warning',
};

const browserOptions = {
  bundle: true,
  absWorkingDir: root,
  platform: 'browser',
  format: 'iife',
  // The Chromium of the oldest VS Code that `engines` allows.
  target: 'chrome132',
  jsx: 'automatic',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [kindIcons],
  metafile: true,
  logLevel: 'warning',
};

/** What the development page is made of; the browser tests build it into a folder of their own. */
export function devPageOptions(outdir) {
  return {
    ...browserOptions,
    entryPoints: {
      main: 'webview/dev/main.tsx',
      index: 'webview/dev/index.html',
      logs: 'webview/dev/logs.ts',
      logsPage: 'webview/dev/logs.html',
    },
    outdir,
    loader: { ...browserOptions.loader, '.html': 'copy' },
    sourcemap: true,
  };
}

/** Every bundle whose entry exists, with the name of its metafile. */
function bundles({ minify }) {
  const dist = path.join(root, 'dist');
  const common = { minify, sourcemap: !minify };
  return [
    {
      name: 'extension',
      entry: 'src/extension.ts',
      options: { ...nodeOptions, ...common, outfile: path.join(dist, 'extension.cjs') },
    },
    {
      name: 'cli',
      entry: 'src/cli.ts',
      options: {
        ...nodeOptions,
        ...common,
        outfile: path.join(dist, 'cli.cjs'),
        banner: { js: '#!/usr/bin/env node' },
      },
    },
    {
      name: 'webview',
      entry: 'webview/main.tsx',
      options: { ...browserOptions, ...common, outdir: path.join(dist, 'webview') },
    },
    {
      name: 'logs',
      entry: 'webview/logs/main.ts',
      options: {
        ...browserOptions,
        ...common,
        entryPoints: { logs: 'webview/logs/main.ts' },
        outdir: path.join(dist, 'webview'),
      },
    },
    ...(minify
      ? []
      : [{ name: 'dev', entry: 'webview/dev/main.tsx', options: devPageOptions(path.join(dist, 'dev')) }]),
  ]
    .filter(({ entry }) => existsSync(path.join(root, entry)))
    .map(({ name, entry, options }) => ({ name, options: { entryPoints: [entry], ...options } }));
}

/** Keeps what each bundle is made of, for the test that looks for strangers in it. */
function metaWriter(name) {
  return {
    name: 'meta-writer',
    setup(build) {
      build.onEnd(async ({ metafile }) => {
        if (!metafile) return;
        const folder = path.join(root, 'dist/meta');
        await mkdir(folder, { recursive: true });
        await writeFile(path.join(folder, `${name}.json`), JSON.stringify(metafile));
      });
    },
  };
}

async function main(words) {
  const flags = new Set(words.filter((word) => word.startsWith('--')));
  const names = flags.has('--serve') ? ['dev'] : words.filter((word) => !word.startsWith('--'));
  const wanted = bundles({ minify: flags.has('--minify') }).filter(
    ({ name }) => names.length === 0 || names.includes(name),
  );
  const contexts = await Promise.all(
    wanted.map(({ name, options }) =>
      esbuild.context({ ...options, plugins: [...options.plugins, metaWriter(name)] }),
    ),
  );
  if (flags.has('--serve')) {
    const [context] = contexts;
    const { port } = await context.serve({ servedir: path.join(root, 'dist/dev'), host: '127.0.0.1' });
    console.log(`The canvas with a fake host: http://127.0.0.1:${port}/?pickers`);
    return;
  }
  if (flags.has('--watch')) {
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  try {
    await Promise.all(contexts.map((context) => context.rebuild()));
  } finally {
    // A context that is not disposed keeps the process alive, after a failed build too.
    await Promise.all(contexts.map((context) => context.dispose()));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv.slice(2));
}
