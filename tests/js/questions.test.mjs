// What is asked before something is done, and an edit that is taken up again.
import assert from 'node:assert/strict';
import { test } from 'node:test';

// Elements are declared where they are imported, and not made here.
globalThis.HTMLElement ??= class {};
const { confirmed } = await import('../../static/js/core/dom/page.js');
const { bindKeptEdit } = await import('../../static/js/messages/kept-edit.js');

/** The page's dialog for questions. As in a browser, that it was closed is told later. */
function fakeDialog() {
  const parts = {};
  const dialog = {
    open: false,
    returnValue: '',
    onclose: null,
    querySelector: (name) => (parts[name] ??= {}),
    showModal: () => (dialog.open = true),
    close(answer) {
      dialog.open = false;
      dialog.returnValue = answer;
    },
  };
  globalThis.document = { getElementById: (id) => (id === 'dialog-confirm' ? dialog : null) };
  return dialog;
}

test('a question that was cancelled does not hear the "yes" of the next one', async (context) => {
  const dialog = fakeDialog();
  context.after(() => delete globalThis.document);
  const heard = [];
  confirmed('Delete the first?', 'Delete').then((yes) => heard.push(['first', yes]));
  dialog.close('cancel');
  const second = confirmed('Delete the second?', 'Delete').then((yes) => heard.push(['second', yes]));
  // Only now the browser tells of the first one's end.
  dialog.onclose();
  dialog.close('ok');
  dialog.onclose();
  await second;
  assert.deepEqual(heard, [['first', false], ['second', true]]);
});

test('a question that is answered is answered as it was', async (context) => {
  const dialog = fakeDialog();
  context.after(() => delete globalThis.document);
  for (const [answer, yes] of [['ok', true], ['cancel', false], ['', false]]) {
    const question = confirmed('Delete it?', 'Delete');
    dialog.close(answer);
    dialog.onclose();
    assert.equal(await question, yes);
  }
});

/** A list that shows one message, and a browser that has kept an edit of it. */
function listWith(content, text) {
  const log = [];
  const list = {
    app: { local: { edit: () => ({ message: 5, text }), fetchEdit: async () => null, saveEdit: ({ key }, edit) => log.push(['kept', key, edit]) } },
    room: 7,
    key: 'room:7',
    log: { list: [{ id: 5, seq: 1, content, deleted: false }] },
    onPane: () => {},
    schedule: () => {},
    nodeOf: () => ({ edit: (_, kept) => log.push(['opened', kept]) }),
  };
  return { kept: bindKeptEdit(list), log };
}

test('an edit that was saved just as its page was left is not opened again, and forgotten', () => {
  const { kept, log } = listWith('as saved', 'as saved');
  kept.takeUp();
  kept.takeUp();
  assert.deepEqual(log, [['kept', 'room:7', null]]);
});

test('an edit that was not saved is opened again, once', () => {
  const { kept, log } = listWith('as it was', 'as it was to be');
  kept.takeUp();
  kept.takeUp();
  assert.deepEqual(log, [['opened', 'as it was to be']]);
});
