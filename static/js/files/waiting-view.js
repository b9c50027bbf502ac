// @ts-check
/** How far the files of a message are that waits for them. */
import { app } from '../core/dom/app.js';
import { part } from '../core/dom/element.js';
import { missing } from '../core/dom/lazy.js';
import { conversationOf, paneOf } from '../core/dom/pane.js';
import { styled } from '../core/dom/styled.js';
import { t } from '../core/i18n/translate.js';
import { arrive } from './file-view.js';
import { showRow } from './tray-row.js';
import { filesOf, onUploads } from './uploads.js';
import { listed, takenBack, watch } from './waiting.js';

/**
 * @typedef {import('../core/store/message.js').Shown} Shown
 * @typedef {HTMLElement & {view?: {message: Shown, state?: string}|null}} Item
 */

/** @param {Item} item @param {Shown} message */
export async function showWaiting(item, message) {
  await styled('files');
  const box = part(item, 'attachments');
  if (!box || item.view?.message !== message) return;
  watch(message.clientId);
  const files = filesOf(message.clientId);
  const there = files.flatMap(({ known }) => known ?? []);
  // What is there looks as it will.
  if (there.length === listed(message).length) return void arrive(item, there);
  const list = box.querySelector('.upload-list') ?? made(item, box);
  const rows = listed(message).map((one, at) => {
    const going = files.find((each) => each.at === one.at);
    return showRow(/** @type {HTMLElement|undefined} */ (list.children[at]), going ?? { ...one, state: 'elsewhere' });
  });
  rows.forEach((row, at) => row === list.children[at] || list.append(row));
  part(box, 'waits').hidden = item.view.state === 'failed';
  part(box, 'take-back').hidden = !files.length && item.view.state !== 'failed';
  box.hidden = false;
}

/** @param {Item} item @param {HTMLElement} box */
function made(item, box) {
  const list = Object.assign(document.createElement('ul'), { className: 'upload-list' });
  const foot = Object.assign(document.createElement('p'), { className: 'upload-note' });
  const note = Object.assign(document.createElement('span'), { textContent: t('It is sent as soon as the files are there.') });
  note.dataset.part = 'waits';
  const back = Object.assign(document.createElement('button'), { type: 'button', className: 'link-button', textContent: t('Take back'), tabIndex: -1 });
  back.dataset.part = 'take-back';
  back.addEventListener('click', () => {
    const pane = paneOf(item);
    const { key } = conversationOf(pane, app().store.get());
    const entry = app().store.get().logs[key]?.pending.find(({ clientId }) => clientId === item.view?.message.clientId);
    if (entry) takenBack(entry, pane).catch(missing);
  });
  foot.append(note, ' ', back);
  box.replaceChildren(list, foot);
  return list;
}

let frame = 0;
onUploads(() => {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    for (const list of document.querySelectorAll('message-item .upload-list')) {
      const item = /** @type {Item|null} */ (list.closest('message-item'));
      if (item?.view && listed(item.view.message).length) showWaiting(item, item.view.message);
    }
  });
});
