// What is being written in rooms that are kept otherwise: nothing of it stands in the open, and nothing is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLocal } from '../../static/js/core/net/local.js';
import { Draft } from '../../static/js/messages/draft.js';
import { memoryStore } from '../../static/js/e2ee/worker/stores.js';
import { createDrawer } from '../../static/js/e2ee/worker/drawer.js';
import { settle } from './support.mjs';

const CANARY = 'the vault is behind the bakery';
const HALL = { key: 'room:7', room: 7 };
const VAULT = { key: 'room:8', room: 8 };

/** A browser, in which pages come one after the other; rooms in `sealed` are kept in the worker's drawer. */
function makeBrowser() {
  const open = new Map();
  globalThis.localStorage = { getItem: (key) => open.get(key) ?? null, setItem: (key, value) => void open.set(key, value), removeItem: (key) => void open.delete(key) };
  const store = memoryStore();
  const drawer = createDrawer({ store });
  const browser = { open, store, drawer, sealed: new Set([8]), works: true, gate: Promise.resolve() };
  const keeping = {
    of: (room) => browser.sealed.has(room),
    async take(name) {
      if (!browser.works) throw new Error('no worker');
      // What is asked for first is found first, however long the answer takes.
      const found = drawer.kept(name);
      await browser.gate;
      return found;
    },
    async put(name, text) {
      if (!browser.works) throw new Error('no worker');
      await drawer.keep(name, text);
    },
  };
  browser.page = (local = createLocal(1, undefined, keeping)) => {
    const box = { text: '', local };
    box.draft = new Draft(local, () => box.text, (text) => (box.text = text));
    box.enter = (where) => (box.text = box.draft.enter(where));
    box.write = (text) => {
      box.text = text;
      box.draft.keep();
    };
    box.focus = () => (box.text = box.draft.fromElsewhere() ?? box.text);
    return box;
  };
  return browser;
}

/** Sealing is done by the platform, in its own time: until the drawer has done all that it was asked for. @param {ReturnType<typeof makeBrowser>} browser */
async function done({ drawer }) {
  for (let turn = 0; turn < 3; turn += 1) {
    await settle();
    await drawer.kept('nothing');
  }
  await settle();
}

test('a draft of a sealed room stands nowhere in the open, and is there after a reload', async () => {
  const browser = makeBrowser();
  const page = browser.page();
  page.enter(VAULT);
  page.write(CANARY);
  page.local.saveEdit(VAULT, { message: 3, text: `${CANARY}!` });
  page.enter(HALL);
  page.write('hello');
  page.enter(VAULT);
  assert.equal(page.text, CANARY, 'at once on the same page');
  await done(browser);
  assert.deepEqual([...browser.open.keys()], ['weconnect:draft:1:7']);
  for (const name of await browser.store.keys('drafts')) assert.ok(!Buffer.from((await browser.store.get('drafts', name)).data).includes('vault'));
  const next = browser.page();
  next.enter(VAULT);
  await done(browser);
  assert.equal(next.text, CANARY);
  assert.deepEqual(await next.local.fetchEdit(VAULT), { message: 3, text: `${CANARY}!` });
  // Once it was sent there is nothing.
  next.write('');
  await done(browser);
  assert.equal((await browser.store.keys('drafts')).length, 1);
});

test('what was typed before the draft came stays, behind it', async () => {
  const browser = makeBrowser();
  browser.page().enter(VAULT);
  const first = browser.page();
  first.enter(VAULT);
  first.write('before');
  await done(browser);
  let open;
  browser.gate = new Promise((go) => (open = go));
  const page = browser.page();
  page.enter(VAULT);
  page.write('quick');
  await settle();
  open();
  await done(browser);
  assert.equal(page.text, 'before\nquick');
  const next = browser.page();
  next.enter(VAULT);
  await done(browser);
  assert.equal(next.text, 'before\nquick');
});

test('another tab takes over what was written, and what was sent, when one comes to it', async () => {
  const browser = makeBrowser();
  const [one, two] = [browser.page(), browser.page()];
  for (const tab of [one, two]) tab.enter(VAULT);
  await done(browser);
  one.write('a thought');
  await done(browser);
  two.focus();
  await done(browser);
  assert.equal(two.text, 'a thought');
  one.write('');
  await done(browser);
  two.focus();
  await done(browser);
  assert.equal(two.text, '');
});

test('where nothing can be sealed it lives as long as the page, and in no other place', async () => {
  const browser = makeBrowser();
  browser.works = false;
  const page = browser.page();
  page.enter(VAULT);
  page.write(CANARY);
  await done(browser);
  page.focus();
  await done(browser);
  assert.equal(page.text, CANARY);
  page.enter(HALL);
  page.enter(VAULT);
  await done(browser);
  assert.equal(page.text, CANARY);
  assert.equal(browser.open.size, 0);
});

test('what stood in the open before its room was sealed goes from there', async () => {
  const browser = makeBrowser();
  browser.sealed.clear();
  const page = browser.page();
  page.enter(VAULT);
  page.write(CANARY);
  assert.equal(browser.open.size, 1);
  browser.sealed.add(8);
  const next = browser.page();
  next.enter(VAULT);
  assert.equal(next.text, CANARY);
  assert.equal(browser.open.size, 0);
  await done(browser);
  const last = browser.page();
  last.enter(VAULT);
  await done(browser);
  assert.equal(last.text, CANARY);
});

test('where a browser stores nothing more, what is written lives as long as the page, and another tab’s is newer', () => {
  const browser = makeBrowser();
  const page = browser.page();
  page.enter(HALL);
  page.write('is on the disk');
  const store = localStorage.setItem;
  localStorage.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  page.write('and what came when it was full');
  assert.equal(page.focus(), 'and what came when it was full');
  page.enter({ key: 'room:9', room: 9 });
  assert.equal(page.text, '');
  page.write('nothing of it could be stored');
  assert.equal(page.focus(), 'nothing of it could be stored');
  assert.equal(page.enter(HALL), 'and what came when it was full');
  // What was sent is gone, also where nothing can be stored.
  page.write('');
  assert.equal(page.focus(), '');
  page.write('once more');
  localStorage.setItem = store;
  const tab = browser.page();
  tab.enter(HALL);
  tab.write('from another tab');
  assert.equal(page.focus(), 'from another tab');
  page.write('there is room again');
  assert.equal(browser.page().enter(HALL), 'there is room again');
});
