import { describe, expect, it } from 'vitest';
import { spotAt } from '../../../../src/model/text/spot';

const text = `{
  // ours
  "name": "shop",
  "nodes": {
    "api": { "kind": "apiGateway" },
    "link": { "kind": "vpcLink" }
  },
  "edges": [{ "from": "api", "to": "link", "routes": ["ANY /a"] }],
  "environments": { "dev": { "nodes": { "api": { "stage": "dev" } } } },
  "layout": { "link": [320, 16] }
}`;
const at = (word: string) => spotAt(text, text.indexOf(word) + 1);

describe('a place of the text', () => {
  it('is about the node whose key, field, position or difference stands there', () => {
    expect(at('"api"')).toEqual({ node: 'api' });
    expect(at('vpcLink')).toEqual({ node: 'link' });
    expect(at('320')).toEqual({ node: 'link' });
    expect(at('"stage"')).toEqual({ node: 'api' });
  });

  it('is about the edge around it', () => {
    expect(at('"from"')).toEqual({ edge: 0 });
    expect(at('ANY /a')).toEqual({ edge: 0 });
  });

  it('is about nothing anywhere else, or where nothing can be read', () => {
    expect(at('shop')).toBeUndefined();
    expect(at('ours')).toBeUndefined();
    expect(at('"nodes"')).toBeUndefined();
    expect(spotAt('', 0)).toBeUndefined();
    expect(spotAt('['.repeat(200_000), 5)).toBeUndefined();
  });
});
