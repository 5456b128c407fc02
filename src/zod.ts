/**
 * The only import of zod. Under the webview's CSP zod's `new Function` probe would be reported as a violation;
 * `jitless` must be set before the first schema is made. Everyone writes `import * as z from '…/zod'`.
 */
import { config } from 'zod';

config({ jitless: true });

export * from 'zod';
