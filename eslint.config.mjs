import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Features of the extension: the vscode side. None imports another, and nobody but the root imports them. */
const FEATURES = [
  'blackBox',
  'connection',
  'deploy',
  'editor',
  'exec',
  'explorer',
  'logs',
  'policy',
  'problems',
  'request',
  'sandboxControl',
  'topologies',
];

/** Who may import whom; everything else inside src is refused. */
const MAY_IMPORT = {
  engine: [],
  kinds: ['engine', 'zod.ts'],
  model: ['engine', 'kinds', 'zod.ts'],
  aws: ['engine', 'kinds', 'zod.ts'],
  sandbox: ['aws', 'engine', 'kinds', 'zod.ts'],
  live: ['engine', 'kinds', 'model', 'aws', 'zod.ts'],
  host: ['engine', 'kinds', 'model', 'aws', 'live', 'zod.ts'],
  ...Object.fromEntries(
    FEATURES.map((feature) => [feature, ['engine', 'kinds', 'model', 'aws', 'live', 'host', 'zod.ts']]),
  ),
};

const folders = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [folder, ...allowed].map((path) => `./${path}`),
  message: `src/${folder} may import only: ${[folder, ...allowed].join(', ')}.`,
}));

/** A kind never imports another kind. */
const KINDS = ['client', 'apiGateway', 'vpcLink', 'nlb', 'ecsCluster', 'ecsService', 'cloudMap'];
const kinds = KINDS.map((kind) => ({
  target: `./src/kinds/${kind}`,
  from: KINDS.filter((other) => other !== kind).map((other) => `./src/kinds/${other}`),
  message: 'A kind never imports another; what it needs to know of one travels through a capability.',
}));

export default tseslint.config(
  { ignores: ['dist/', 'artifacts/', '.cache/', 'node_modules/', 'coverage/', '.vscode-test/'] },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.mjs', '*.config.mts', 'test/e2e/host/*.mjs'] },
      },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.js'] })],
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: [
            ...folders,
            ...kinds,
            {
              target: './webview',
              from: './src',
              except: ['./model', './kinds/index.ts', './kinds/kind.ts', './kinds/names.ts', './zod.ts'],
              message: 'The webview sees the model and the registry of kinds only.',
            },
            {
              target: './src/cli.ts',
              from: [...FEATURES.map((feature) => `./src/${feature}`), './src/host', './src/extension.ts'],
              message: 'The command line knows nothing of vscode.',
            },
          ],
        },
      ],
      'no-restricted-imports': ['error', { paths: [{ name: 'zod', message: 'Import from src/zod.ts.' }] }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/{engine,kinds,model,aws,sandbox,live}/**', 'src/cli.ts', 'src/cli/**', 'webview/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'vscode', message: 'Only host and features know vscode.' },
            { name: 'zod', message: 'Import from src/zod.ts.' },
          ],
        },
      ],
    },
  },
  { files: ['src/zod.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['webview/**/*.tsx', 'webview/**/*.ts'], ...reactHooks.configs.flat.recommended },
  {
    // Tools demand a default export, and talk to the terminal.
    files: ['*.mjs', '*.config.mts', 'test/**/{demo,electron}.ts', 'test/bench/**', 'test/tools/**'],
    rules: { 'import-x/no-default-export': 'off', 'no-console': 'off' },
  },
  {
    files: ['**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
      },
    },
  },
);
