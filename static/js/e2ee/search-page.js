// @ts-check
/** Searching an encrypted room: in this browser, among what it has read, or the whole room if one asks for that. */
import { fromTemplate, part } from '../core/dom/element.js';
import { quoteNodes } from '../core/dom/html.js';
import { clock } from '../core/i18n/time.js';
import { t, tn } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';
import { api } from '../core/net/api.js';
import { clientOf, keyring, usable } from './keyring.js';

const box = /** @type {HTMLElement} */ (document.querySelector('[data-e2ee="search"]'));
const room = Number(box.dataset.room);
const form = /** @type {HTMLFormElement} */ (document.querySelector('form.search'));
const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('q'));
const list = part(box, 'found');
const older = part(box, 'older');
const all = part(box, 'all');
/** @type {number|null} */
let before = null;
/** Whoever asks again, or for more, before there is an answer gets that to what they asked last. */
let asked = 0;
/** @type {Map<number, string>} */
let names = new Map();

/** @param {string} text */
function say(text) {
  const note = part(box, 'note');
  note.textContent = text;
  note.hidden = !text;
}

/** @param {import('./worker/api').Found} found */
function line({ message, sender, at, text }) {
  const row = fromTemplate('tpl-found');
  /** @type {HTMLAnchorElement} */ (row.querySelector('a')).href = `/messages/${message}/there`;
  part(row, 'author').textContent = names.get(sender) ?? `#${sender}`;
  part(row, 'when').textContent = clock.datetime(new Date(at));
  part(row, 'text').replaceChildren(quoteNodes(text));
  return row;
}

async function search(goOn = false) {
  const words = field.value.trim();
  const turn = (asked += 1);
  if (!goOn) list.replaceChildren();
  older.hidden = true;
  if (!words) return say(t('What this browser has read in this room is searched. Nothing of it leaves the browser.'));
  try {
    const answer = await keyring().search({ words, room, ...(goOn && before ? { before } : {}) });
    if (turn !== asked) return;
    before = answer.before;
    list.append(...answer.found.map(line));
    older.hidden = before === null;
    say(list.children.length ? '' : t('No message has all of these words, among those that this browser has read.'));
  } catch (error) {
    if (turn === asked) say(await explain(error));
  }
}

async function start() {
  // The server has nothing to find here.
  for (const node of document.querySelectorAll('main > .none, main > .form-error')) node.remove();
  if (!usable()) return say(t('This browser cannot open encrypted rooms here. It takes a current browser, and an address that begins with https.'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    search();
  });
  older.addEventListener('click', () => search(true));
  all.hidden = false;
  all.addEventListener('click', async () => {
    all.hidden = true;
    await keyring().indexAll(room).catch(async (error) => say(await explain(error)));
    search();
  });
  clientOf().on('progress', ({ what, done, total }) => {
    const line_ = part(box, 'progress');
    line_.hidden = what !== 'index' || done >= total;
    line_.textContent = tn('{done} of {n} message', '{done} of {n} messages', total, { done });
  });
  const people = await api('GET', `/rooms/${room}/members?limit=100`).catch(() => ({ members: [] }));
  names = new Map(people.members.map((/** @type {{id: number, displayName: string}} */ one) => [one.id, one.displayName]));
  await search();
}

start();
