import { beforeEach, describe, expect, it } from 'vitest';
import { createDocumentSession } from '../../../src/editor/documentSession';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import type { Edit } from '../../../src/model/edit';
import { memberOf, valueAt } from '../../../src/model/json';
import type { DocumentMessage, ToWebview } from '../../../src/model/protocol';
import { applyTextEdits } from '../../../src/model/text/edits';
import { createTextDocument } from '../../fakes/textDocument';

const registry = createRegistry(KINDS);
const START = `{
  // kept
  "version": 1,
  "name": "shop",
  "nodes": { "nlb": { "kind": "nlb" } },
  "edges": [],
}
`;

function setUp(text = START) {
  const file = createTextDocument(text, registry);
  const session = createDocumentSession(file.document, registry);
  file.onChange(() => session.changed());
  const open = () => {
    const received: ToWebview[] = [];
    const member = session.join({ post: (message) => void received.push(message) });
    member.ready();
    const documents = () =>
      received.filter((message): message is DocumentMessage => message.type === 'document');
    return { member, received, documents, last: () => documents().at(-1) };
  };
  return { ...file, session, open };
}

const rename = (title: string): Edit => ({
  type: 'setField',
  target: { node: 'nlb' },
  path: ['title'],
  value: title,
});
const titleIn = (message: DocumentMessage | undefined) =>
  valueAt(message?.document, ['nodes', 'nlb', 'title']);

describe('the pages of one document', () => {
  let it1: ReturnType<typeof setUp>;
  beforeEach(() => {
    it1 = setUp();
  });

  it('get the document when they listen', async () => {
    const page = it1.open();
    await it1.session.settled();
    expect(page.last()).toMatchObject({ fileName: 'shop.topology.json', readOnly: undefined, ackedSeq: 0 });
    expect(memberOf(page.last()?.document, 'name')).toBe('shop');
  });

  it('see an edit together with its number, never one without the other', async () => {
    const page = it1.open();
    await page.member.edit({ type: 'edit', seq: 1, edit: rename('Front') });
    await it1.session.settled();
    for (const message of page.documents()) {
      expect([message.ackedSeq, titleIn(message)]).toEqual(
        message.ackedSeq === 1 ? [1, 'Front'] : [0, undefined],
      );
    }
    expect(page.last()?.ackedSeq).toBe(1);
  });

  it('make one undo step of each edit, and keep comments', async () => {
    const page = it1.open();
    await Promise.all([
      page.member.edit({ type: 'edit', seq: 1, edit: rename('One') }),
      page.member.edit({ type: 'edit', seq: 2, edit: rename('Two') }),
    ]);
    expect(it1.state.steps).toBe(2);
    expect(it1.state.text).toContain('// kept');
    expect(it1.state.text).toContain('"title": "Two"');
  });

  it('write to the new text when somebody typed meanwhile', async () => {
    const page = it1.open();
    it1.typeDuringNextWrite((text) => text.replace('"shop"', '"market"'));
    await page.member.edit({ type: 'edit', seq: 1, edit: rename('Front') });
    await it1.session.settled();
    expect(it1.state.text).toContain('"market"');
    expect(titleIn(page.last())).toBe('Front');
  });

  it('are told why an edit does not fit any more', async () => {
    const page = it1.open();
    await page.member.edit({
      type: 'edit',
      seq: 3,
      edit: { type: 'remove', nodes: ['gone'], edges: [] },
    });
    expect(page.received).toContainEqual({
      type: 'refused',
      seq: 3,
      reason: 'There is no such node any more: gone',
    });
    expect(it1.state.steps).toBe(0);
  });

  it('are acknowledged also when nothing had to be written', async () => {
    const page = it1.open();
    await page.member.edit({ type: 'edit', seq: 1, edit: rename('Front') });
    await page.member.edit({ type: 'edit', seq: 2, edit: rename('Front') });
    expect([page.last()?.ackedSeq, it1.state.steps]).toEqual([2, 1]);
  });

  it('all see what one of them, or the text editor, does', async () => {
    const [one, two] = [it1.open(), it1.open()];
    await one.member.edit({ type: 'edit', seq: 1, edit: rename('Front') });
    it1.type((text) => text.replace('"shop"', '"market"'));
    await it1.session.settled();
    expect(memberOf(two.last()?.document, 'name')).toBe('market');
    expect([one.last()?.ackedSeq, two.last()?.ackedSeq]).toEqual([1, 0]);
  });

  it('begin their numbers anew when they come back', async () => {
    const page = it1.open();
    await page.member.edit({ type: 'edit', seq: 7, edit: rename('Front') });
    page.member.away();
    it1.type((text) => text.replace('"shop"', '"market"'));
    await it1.session.settled();
    expect(memberOf(page.last()?.document, 'name')).toBe('shop');
    page.member.ready();
    await it1.session.settled();
    expect(page.last()).toMatchObject({ ackedSeq: 0, document: { name: 'market' } });
  });

  it('keep the last good drawing of a text that does not parse, and write nothing to it', async () => {
    const page = it1.open();
    await it1.session.settled();
    it1.type((text) => text.replace('"nodes"', 'nodes'));
    await it1.session.settled();
    expect(memberOf(page.last()?.document, 'name')).toBe('shop');
    expect(page.last()?.readOnly).toMatch(/^Line 5/);
    const broken = it1.state.text;
    await page.member.edit({ type: 'edit', seq: 1, edit: rename('Front') });
    expect(it1.state.text).toBe(broken);
    expect(page.received.some(({ type }) => type === 'refused')).toBe(true);
  });

  it('write nothing to what can only be looked at', async () => {
    it1.state.readOnly = 'A version from Git.';
    const page = it1.open();
    await page.member.edit({ type: 'edit', seq: 1, edit: rename('Front') });
    expect(it1.state.text).toBe(START);
    expect(page.received).toContainEqual({ type: 'refused', seq: 1, reason: 'A version from Git.' });
  });

  it('keep a new file of a later version undrawn', async () => {
    const { session, open } = setUp('{ "version": 9, "nodes": {} }');
    const page = open();
    await session.settled();
    expect(page.last()?.document).toBeUndefined();
    expect(page.last()?.readOnly).toContain('version 9');
  });
});

describe('what is typed into a field', () => {
  const draft = { target: { node: 'nlb' }, path: ['title'], value: 'Typed' };

  it('is part of a save, and of nothing once it is taken back', () => {
    const { session, state, open } = setUp();
    const page = open();
    page.member.draft(draft);
    expect(applyTextEdits(state.text, session.draftEdits())).toContain('"title": "Typed"');
    page.member.draft(null);
    expect(session.draftEdits()).toEqual([]);
  });

  it('is written before a deploy', async () => {
    const { session, state, open } = setUp();
    open().member.draft(draft);
    await session.writeDrafts();
    expect(state.text).toContain('"title": "Typed"');
    expect(session.draftEdits()).toEqual([]);
  });

  it('is left out when its node is gone', () => {
    const { session, open } = setUp();
    open().member.draft({ ...draft, target: { node: 'gone' } });
    expect(session.draftEdits()).toEqual([]);
  });

  it('goes with its page', () => {
    const { session, open } = setUp();
    const page = open();
    page.member.draft(draft);
    page.member.leave();
    expect([session.isEmpty, session.draftEdits()]).toEqual([true, []]);
  });
});
