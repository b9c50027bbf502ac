// @ts-check
/** Above the box: the files that go with the next message. */
import { app } from '../core/dom/app.js';
import { part, setAttribute } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { conversationOf, paneOf, tellPane } from '../core/dom/pane.js';
import { styled } from '../core/dom/styled.js';
import { t } from '../core/i18n/translate.js';
import { showTrayRow } from './tray-row.js';
import { onUploads, uploadsOf } from './uploads.js';
import { send as sendWith } from './waiting.js';

export { add, chosen } from './uploads.js';

/** What stands in a box, also if that is nothing; undefined: it cannot be sent. @param {HTMLTextAreaElement} area @returns {Written|undefined} */
function handedOut(area) {
  /** @type {Written|undefined} */
  let found;
  tellPane(area, 'handOut', { bare: true, take: (written) => (found = written) });
  return found;
}

/** @param {HTMLTextAreaElement} area @param {import('./attaching.js').Box} box */
export async function openTray(area, box) {
  await styled('files');
  // A thread may be closed by now.
  if (!box.isConnected) return;
  const pane = paneOf(area);
  const key = () => conversationOf(pane, app().store.get()).key;
  const node = Object.assign(document.createElement('div'), { className: 'uploads', hidden: true });
  const list = Object.assign(document.createElement('ul'), { className: 'upload-list' });
  node.append(list);
  box.querySelector('.composer-row')?.before(node);
  let frame = 0;
  let shown = '';
  let isAsking = false;

  function show() {
    frame = 0;
    shown = key();
    const mine = uploadsOf(shown);
    node.hidden = !mine.length;
    setAttribute(box, 'data-uploads', mine.length > 0);
    // Files may go without a word.
    area.required = !mine.length;
    // What stays keeps the focus.
    const rows = mine.map(showTrayRow);
    for (const row of [...list.children]) if (!rows.includes(/** @type {HTMLElement} */ (row))) row.remove();
    rows.forEach((row, at) => row === list.children[at] || list.insertBefore(row, list.children[at] ?? null));
  }
  const schedule = () => void (frame ||= requestAnimationFrame(show));

  async function send() {
    const here = key();
    const written = handedOut(area);
    if (!written || isAsking) return;
    const { room, content, command } = written;
    const isRefused = uploadsOf(here).some(({ isFinal }) => isFinal);
    if (isRefused) return toast(t('A file was refused. Take it out, and send the others.'), 'error');
    if (command) return toast(t('This is a command: it can’t take files along. Send it by itself, or write something else.'), 'error');
    if (content) {
      isAsking = true;
      const answers = await Promise.all(app().features.asks.flatMap((ask) => ask({ text: content, room, box }) ?? [])).finally(() => (isAsking = false));
      if (!answers.every(Boolean) || key() !== here) return;
    }
    sendWith({ key: here, room }, written, uploadsOf(here));
    written.done();
    tellPane(area, 'sent');
    schedule();
  }

  // Before the box sends what stands in it.
  const submitted = (/** @type {Event} */ event) => {
    if (event.target !== part(box, 'composer') || !uploadsOf(key()).length) return;
    event.preventDefault();
    event.stopPropagation();
    area.focus();
    send();
  };
  box.addEventListener('submit', submitted, true);
  box.cleanup(onUploads(schedule));
  box.cleanup(app().store.subscribe(() => key() !== shown && schedule()));
  show();
}
