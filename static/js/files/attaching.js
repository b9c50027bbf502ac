// @ts-check
/** Files are chosen at the box, pasted into it, or dropped upon their conversation. What sends them comes with the first of them. */
import { app } from '../core/dom/app.js';
import { part, setAttribute } from '../core/dom/element.js';
import { missing } from '../core/dom/lazy.js';
import { toast } from '../core/dom/page.js';
import { conversationOf, paneOf } from '../core/dom/pane.js';
import { styled } from '../core/dom/styled.js';
import { t } from '../core/i18n/translate.js';
import { uploadsOf } from './going.js';

/** @typedef {import('../core/dom/element.js').AppElement} Box */

/** As the server has it. */
const MOST = 10;

/** @param {HTMLTextAreaElement} area @param {HTMLElement} writing */
export function bind(area, writing) {
  const box = /** @type {Box} */ (writing);
  const button = part(box, 'attach', HTMLAnchorElement);
  if (!button) return;
  const pane = paneOf(area);
  const here = () => conversationOf(pane, app().store.get());
  const chooser = Object.assign(document.createElement('input'), { type: 'file', multiple: true, hidden: true, tabIndex: -1 });
  chooser.setAttribute('aria-label', t('Send files'));
  box.append(chooser);

  /** @type {Promise<typeof import('./tray.js')> | undefined} */
  let tray;
  async function open() {
    const loaded = await import('./tray.js');
    await loaded.openTray(area, box);
    return loaded;
  }
  const opened = () => (tray ??= open().catch((error) => ((tray = undefined), Promise.reject(error))));

  /** Where what takes them is being fetched: whoever sends there meanwhile sends them along. @type {string[]} */
  const coming = [];
  /** Where somebody has. @type {Set<string>} */
  const sent = new Set();

  /** @param {File[]} files @param {{key: string, room: number|null}} where @returns {Promise<boolean>} whether all are taken */
  async function take(files, { key, room }) {
    if (!files.length) return true;
    if (room === null) return false;
    const { add, chosen } = await opened();
    if (uploadsOf(key).length + files.length > MOST) return toast(t('A message has {most} files at most.', { most: MOST }), 'error'), false;
    add(...files.map((file) => chosen({ key, room }, file)));
    area.focus();
    return true;
  }
  async function taken(/** @type {File[]} */ files, where = here()) {
    const { key } = where;
    coming.push(key);
    const areTaken = await take(files, where).catch(missing);
    coming.splice(coming.indexOf(key), 1);
    // Nobody sends a part of what they chose, nor in one conversation what stands in another.
    if (!areTaken) sent.delete(key);
    if (coming.includes(key) || !sent.delete(key)) return;
    // With the next frame it is known that they may go without a word.
    requestAnimationFrame(() => here().key === key && area.form?.requestSubmit());
  }
  const submitted = (/** @type {Event} */ event) => {
    const { key } = here();
    if (!coming.includes(key) || event.target !== area.form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sent.add(key);
  };
  box.addEventListener('submit', submitted, true);

  button.addEventListener('click', (event) => {
    event.preventDefault();
    chooser.click();
  });
  bindVoice(box, () => {
    const where = here();
    return (file) => taken([file], where);
  });
  chooser.addEventListener('change', () => {
    taken([...(chooser.files ?? [])]);
    chooser.value = '';
  });
  area.addEventListener('paste', (event) => {
    const { clipboardData } = event;
    // What is copied out of a document has a picture of itself along.
    if (!clipboardData?.files.length || clipboardData.getData('text/plain')) return;
    event.preventDefault();
    taken([...clipboardData.files]);
  });
  bindDrop(box, pane, taken);
  box.onPane('filesBack', () => void opened().catch(missing));
  // Those that were chosen when another box stood here are seen before they go.
  const look = () => void (!tray && uploadsOf(here().key).length && opened().catch(() => {}));
  box.cleanup(app().store.subscribe(look));
  look();
}

/** In milliseconds: whoever holds the button longer has done when it is let go. */
const HELD = 500;

/** @param {Box} box @param {() => (file: File) => void} begun returns what takes it */
function bindVoice(box, begun) {
  const button = part(box, 'record');
  /** @type {ReturnType<typeof import('./voice.js').record>|null} */
  let going = null;
  const begin = () => {
    const taken = begun();
    const ended = (/** @type {File|null} */ file) => {
      going = null;
      if (file) taken(file);
    };
    going = import('./voice.js').then(({ record }) => record(box, ended));
    going.then((recording) => recording ?? (going = null), () => ((going = null), missing()));
  };
  const end = () => going?.then((recording) => recording?.stop());
  button?.addEventListener('pointerdown', (event) => {
    if (event.button) return;
    const isFirst = !going;
    const since = performance.now();
    if (isFirst) begin();
    const done = new AbortController();
    const { signal } = done;
    // Wherever the finger is by then. One that begins to scroll has meant nothing.
    window.addEventListener('pointerup', () => (done.abort(), (!isFirst || performance.now() - since > HELD) && end()), { signal });
    window.addEventListener('pointercancel', () => (done.abort(), isFirst && going?.then((recording) => recording?.drop())), { signal });
  });
  // By keyboard: a pointer has done it already.
  button?.addEventListener('click', ({ detail }) => detail || (going ? end() : begin()));
  // A long touch asks for no menu.
  button?.addEventListener('contextmenu', (event) => event.preventDefault());
}

/** @param {Box} box @param {HTMLElement} pane @param {(files: File[]) => void} taken */
function bindDrop(box, pane, taken) {
  let depth = 0;
  const over = (/** @type {number} */ now) => {
    depth = Math.max(0, now);
    setAttribute(pane, 'data-drop', depth > 0);
  };
  const has = (/** @type {DragEvent} */ { dataTransfer }) => Boolean(dataTransfer?.types.includes('Files'));
  box.on(pane, 'dragenter', (event) => {
    if (!has(event)) return;
    styled('files');
    over(depth + 1);
  });
  box.on(pane, 'dragleave', (event) => has(event) && over(depth - 1));
  box.on(pane, 'dragover', (event) => has(event) && event.preventDefault());
  box.on(pane, 'drop', (event) => {
    // One pane may stand in another.
    if (!has(event) || event.defaultPrevented) return;
    event.preventDefault();
    over(0);
    const dropped = [...(event.dataTransfer?.items ?? [])].filter((one) => one.kind === 'file' && !one.webkitGetAsEntry?.()?.isDirectory);
    taken(dropped.flatMap((one) => one.getAsFile() ?? []));
  });
}
