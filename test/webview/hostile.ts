/** What sets `window.executed` wherever a page takes text for code. */
const CODE = 'window.executed=1';

/** Ways in which a page may be made to run what it should only show. */
const TEMPLATES: readonly ((code: string) => string)[] = [
  (code) => `<script>${code}</script>`,
  (code) => `"><script>${code}</script>`,
  (code) => `'><script>${code}</script>`,
  (code) => `</title><script>${code}</script>`,
  (code) => `</style><script>${code}</script>`,
  (code) => `</textarea><script>${code}</script>`,
  (code) => `<img src=x onerror="${code}">`,
  (code) => `<svg onload="${code}">`,
  (code) => `<svg><script>${code}</script></svg>`,
  (code) => `<body onload="${code}">`,
  (code) => `<iframe srcdoc="<script>parent.${code}</script>">`,
  (code) => `<math><mtext></mtext><img src=x onerror=${code}></math>`,
  (code) => `<details open ontoggle="${code}">`,
  (code) => `<input autofocus onfocus="${code}">`,
  (code) => `<a href="javascript:${code}">x</a>`,
  (code) => `javascript:${code}`,
  (code) => `data:text/html,<script>${code}</script>`,
  (code) => `" onmouseover="${code}" x="`,
  (code) => `' onfocus='${code}' autofocus '`,
  (code) => `';${code};'`,
  (code) => `\${${code}}`,
  (code) => `{{constructor.constructor('${code}')()}}`,
  (code) => `*/${code}/*`,
  (code) => `\u2028${code}\u2029`,
  (code) => `__proto__[${code}]`,
];

const DISGUISES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => ` \t${text}`,
  (text) => `a${text}`,
  (text) => `\u202e${text}`,
  (text) => `\u0000${text}\u0007`,
  (text) => text.repeat(20),
  (text) => `${text}<!--`,
  (text) => encodeURIComponent(text),
];

/** Two hundred texts that hope to be run. */
export const HOSTILE: readonly string[] = TEMPLATES.flatMap((template) =>
  DISGUISES.map((disguise) => disguise(template(CODE))),
);
