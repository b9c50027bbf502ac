// The numbers beside the rooms: a label on what has no role is read by nobody, so they say in words what they count.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Element, settled } from './support-page.mjs';

let answers;
let state;
let subscribers;
globalThis.fetch = async (path) => ({ ok: true, status: 200, headers: new Headers(), json: async () => answers[path.slice('/api/v1/'.length)] });
const store = {
  get: () => state,
  subscribe: (hear) => subscribers.push(hear),
  dispatch({ type, data }) {
    const before = state;
    state = { ...state, ...reduce[type](data) };
    for (const hear of subscribers) hear(state, before);
  },
};
const reduce = {
  savedMessages: ({ due }) => ({ savedDue: due }),
  toConfirm: () => ({}),
  dueReminders: ({ due }) => ({ reminders: { ...state.reminders, due } }),
  scheduledList: ({ scheduled }) => ({ scheduled }),
};
const links = new Map();
document.querySelector = (wanted) => links.get(wanted.match(/data-part="([^"]+)"/)?.[1]) ?? null;
const sheets = [{ href: '/static/css/reminders.css' }];
document.querySelectorAll = (wanted) => (wanted.startsWith('link') ? sheets : [...links].flatMap(([name, link]) => (wanted.includes(name) ? [link] : [])));

beforeEach(() => {
  subscribers = [];
  links.clear();
  state = { connection: { state: 'online' }, saved: [], savedDue: 0, reminders: { due: [] }, announcements: { confirmed: {} }, scheduled: null, rooms: {} };
});

const CASES = [
  ['bookmarks', 'saved-due', 'saved-due', { 'bookmarks/messages': { due: 2 } }, '2 reminders are due'],
  ['announcements', 'to-confirm', 'to-confirm-count', { announcements: { announcements: [{ id: 1 }], count: 2 } }, '2 to confirm'],
  ['reminders', 'reminders-link', 'reminders-due', { reminders: { reminders: [{ dueAt: 'x' }, { dueAt: 'y' }] } }, '2 reminders are due'],
  ['scheduled', 'scheduled-link', 'scheduled-count', { scheduled: { scheduled: [{ id: 1 }, { id: 2 }] } }, '2 messages wait'],
];

for (const [feature, link, name, told, words] of CASES) {
  test(`the number of ${feature} says in words what it counts`, async () => {
    const node = new Element('a');
    links.set(link, node);
    answers = told;
    (await import(`../../static/js/${feature}/following.js`)).start({ store });
    await settled();
    await settled();
    assert.equal(node.parts[name].textContent, '2');
    assert.equal(node.parts[`${name}-word`]?.textContent, words);
    assert.equal(node.parts[name].getAttribute('aria-label'), null);
  });
}
