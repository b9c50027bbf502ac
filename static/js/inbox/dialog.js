// @ts-check
/** The inbox in a dialog: what concerns one, read and unread, and the way to each. */
import { app } from '../core/dom/app.js';
import { api } from '../core/net/api.js';
import { signal } from '../core/store/signals.js';
import { fromTemplate, isForBrowser, part, setAttribute, setText } from '../core/dom/element.js';
import { showText, showWords } from '../core/dom/texts.js';
import { announce, toast } from '../core/dom/page.js';
import { setAvatar } from '../core/dom/people.js';
import { isolated } from '../core/i18n/direction.js';
import { clock } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { explain, words } from '../core/i18n/words.js';

/**
 * @typedef {import('../core/wire.js').InboxItem} InboxItem
 * @typedef {(unread: number) => void} Told
 */

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('dialog-inbox'));
const list = part(dialog, 'items');
const only = part(dialog, 'only', HTMLInputElement);
const older = part(dialog, 'older', HTMLButtonElement);
const none = part(dialog, 'none');

/** The newest that was shown: what came later is not read by reading all. */
let newest = 0;
/** @type {number|null} */
let next = null;
let turn = 0;
/** How many are. */
let unread = 0;
/** @type {Told} */
let told = () => {};

/** @param {Told} tell is told how many are unread */
export async function open(tell) {
  told = tell;
  if ((await load(null)) && !dialog.open) dialog.showModal();
}

/** @param {number|null} before where to go on; null: from the beginning @returns {Promise<boolean>} whether it is there */
async function load(before) {
  turn += 1;
  const mine = turn;
  const query = `${only.checked ? '&unread=true' : ''}${before ? `&before=${before}` : ''}`;
  /** @type {import('../core/wire.js').Inbox} */
  let found;
  try {
    found = await api('GET', `/inbox?limit=30${query}`);
  } catch (error) {
    toast(await explain(error), 'error');
    return false;
  }
  if (mine !== turn) return false;
  const items = found.items.map(itemOf);
  if (before) list.append(...items);
  else list.replaceChildren(...items);
  if (!before) newest = found.items[0]?.id ?? 0;
  next = found.next;
  older.hidden = !next;
  none.hidden = list.children.length > 0;
  setText(none, only.checked ? t('Nothing unread.') : t('Nothing yet. Mentions, answers, reactions and what you are asked to confirm gather here for 90 days.'));
  showUnread(found.unread);
  return true;
}

/** @param {number} count */
function showUnread(count) {
  unread = count;
  part(dialog, 'read-all').hidden = !unread;
  told(unread);
}

/** @param {InboxItem} entry */
function itemOf(entry) {
  const item = fromTemplate('tpl-inbox-item');
  const { actor, message } = entry;
  setAvatar(part(item, 'avatar'), actor);
  setText(part(item, 'what'), sentence(entry));
  const time = /** @type {HTMLTimeElement} */ (item.querySelector('time'));
  const at = new Date(entry.at);
  time.dateTime = entry.at;
  setText(time, clock.as('datetime', at));
  if (message.content && !message.sealed) showText(part(item, 'said'), message, 'quote');
  else showWords(part(item, 'said'), { ...message, content: '' }, 'quote');
  const link = part(item, 'link', HTMLAnchorElement);
  link.href = `/messages/${message.id}/there`;
  link.addEventListener('click', (event) => {
    // What is to be confirmed is not done with by being looked at.
    if (!entry.read && entry.kind !== 'confirm') mark(item, entry, true);
    // Where it leads is shown by who knows links to messages.
    if (!isForBrowser(event)) dialog.close();
  });
  item.querySelector('[data-action="mark"]')?.addEventListener('click', () => mark(item, entry, !entry.read));
  item.lastElementChild?.before(...toConfirm(item, entry, link));
  showRead(item, entry);
  return item;
}

/** What is asked of one there, if it is not done yet. @param {HTMLElement} item @param {InboxItem} entry @param {HTMLAnchorElement} link to its place @returns {HTMLElement[]} */
function toConfirm(item, entry, link) {
  const { id, room, sealed, announcement } = entry.message;
  const { features, store } = app();
  if (entry.kind !== 'confirm' || !announcement || announcement.confirmed || store.get().rooms[room]?.archived || !features.has('confirmMessage')) return [];
  const about = Object.assign(document.createElement('span'), { className: 'sr-only', textContent: ` ${isolated(entry.actor.displayName)}` });
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'button button-small' });
  // Whether its author asks for it is told by what is encrypted, where it is read.
  button.append(sealed ? t('Read and confirm it in its room') : t('Confirm'), about);
  button.classList.toggle('button-primary', !sealed);
  const done = () => {
    button.replaceWith(Object.assign(document.createElement('strong'), { textContent: t('You have confirmed this.') }));
    if (!entry.read) showUnread(unread - 1);
    entry.read = true;
    showRead(item, entry);
    announce(t('You have confirmed this.'));
  };
  button.addEventListener('click', () => (sealed ? link.click() : signal('confirmMessage', { message: id, done })));
  return [button];
}

/** @param {InboxItem} entry */
function sentence({ kind, actor, roomName, emoji, message }) {
  const names = { name: isolated(actor.displayName), room: isolated(roomName) };
  if (kind === 'mention') return t('{name} calls for you in {room}', names);
  if (kind === 'reply') return t('{name} answered you in {room}', names);
  // Whether it does is told by what is encrypted, where it is read.
  if (kind === 'confirm' && message.sealed) return t('The server says that {name} asks you to confirm something in {room}', names);
  if (kind === 'confirm') return t('{name} asks you to confirm something in {room}', names);
  if (kind === 'thread') return t('{name} answered in a thread in {room}', names);
  return t('{name} reacted with {emoji} in {room}', { ...names, emoji: emoji ?? '' });
}

/** @param {HTMLElement} item @param {InboxItem} entry */
function showRead(item, { read }) {
  setAttribute(item, 'data-unread', !read);
  const button = /** @type {HTMLElement} */ (item.querySelector('[data-action="mark"]'));
  const label = read ? t('Mark as unread') : t('Mark as read');
  setAttribute(button, 'aria-label', label);
  setAttribute(button, 'title', label);
}

/** @param {HTMLElement} item @param {InboxItem} entry @param {boolean} read */
async function mark(item, entry, read) {
  try {
    const { unread } = await api('PUT', `/inbox/${entry.id}`, { read });
    entry.read = read;
    showRead(item, entry);
    showUnread(unread);
  } catch (error) {
    toast(await explain(error), 'error');
  }
}

async function readAll() {
  if (!newest) return;
  try {
    const { unread } = await api('PUT', '/inbox/read', { upTo: newest });
    announce(t('All is read.'));
    showUnread(unread);
    await load(null);
    only.focus();
  } catch (error) {
    toast(await explain(error), 'error');
  }
}

only.addEventListener('change', () => load(null));
older.addEventListener('click', () => next && load(next));
part(dialog, 'read-all').addEventListener('click', readAll);
