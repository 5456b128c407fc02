/** Where the page finds its files, as the webview addresses them. */
export interface PageFiles {
  /** `webview.cspSource`. */
  readonly source: string;
  readonly script: string;
  readonly style: string;
  /** Fresh for each page; only the script that carries it runs. */
  readonly nonce: string;
  readonly title: string;
}

/** The page around a webview's bundle. Nothing is loaded but our own files, nothing is connected to. */
export function pageHtml({ source, script, style, nonce, title }: PageFiles): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    `img-src ${source} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <link rel="stylesheet" href="${attribute(style)}" id="vscode-codicon-stylesheet" />
    <title>${attribute(title)}</title>
  </head>
  <body>
    <div id="root"></div>
    <script type="module" nonce="${nonce}" src="${attribute(script)}"></script>
  </body>
</html>`;
}

function attribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
