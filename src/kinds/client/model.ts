import * as z from '../../zod';

/** What the request must answer to count as good; default: below 500 and not the gateway's own answer. */
const expectation = z.object({
  status: z
    .union([z.int().min(100).max(599), z.string().regex(/^[1-5]xx$/)], {
      error: 'A status is a number such as 200, or a class such as 2xx.',
    })
    .optional()
    .meta({ title: 'Status', description: 'A status such as 200, or a class such as 2xx.' }),
  body: z
    .string()
    .optional()
    .meta({ title: 'Body', description: 'Regular expression that the body must match.' }),
});

/** RFC 9110: a field name is a token, a value has no line breaks; fetch refuses others. */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, {
  error: "A header's name has letters, digits and hyphens, and no spaces.",
});
const headerValue = z.string().regex(/^[^\r\n\0]*$/, { error: "A header's value stands on one line." });

export const savedRequest = z.object({
  name: z
    .string()
    .min(1)
    .meta({ title: 'Name', examples: ['new request'] }),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']).meta({ title: 'Method' }),
  path: z
    .string()
    .regex(/^\//, { error: 'A path begins with a slash; the stage is added by itself.' })
    .meta({ title: 'Path', description: 'Begins with a slash; without the stage.', examples: ['/'] }),
  headers: z.record(headerName, headerValue).optional().meta({ title: 'Headers' }),
  body: z.string().optional().meta({ title: 'Body' }),
  check: z.boolean().optional().meta({
    title: 'Check',
    description: 'Send it after each deploy. GET and HEAD are sent unless this is off.',
  }),
  expect: expectation.optional().meta({ title: 'Expect' }),
});
export type SavedRequest = z.output<typeof savedRequest>;

export const clientSchema = z.object({
  requests: z.array(savedRequest).default([]).meta({
    title: 'Requests',
    description: 'Requests to send through the deployed API.',
    section: 'Requests',
  }),
});
export type ClientConfig = z.output<typeof clientSchema>;
