import { describe, expect, it } from 'vitest';
import { pageHtml } from '../../../src/host/pageHtml';

const page = pageHtml({
  source: 'https://source',
  script: 'https://source/main.js',
  style: 'https://source/main.css',
  nonce: 'abc',
  title: '"><script>alert(1)</script>',
});

describe('the page of a webview', () => {
  it('loads nothing but its own files and runs nothing but its own script', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    expect(policy).toBe(
      "default-src 'none'; script-src 'nonce-abc'; style-src https://source; font-src https://source; img-src https://source data:",
    );
  });

  it('shows a file name as text, whatever it is', () => {
    expect(page.match(/<script/g)).toHaveLength(1);
  });
});
