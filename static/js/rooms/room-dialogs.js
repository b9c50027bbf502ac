// @ts-check
/** The dialogs in which rooms are made and people are written to, and the sheet of keys. */
import { api } from '../core/net/api.js';
import { app } from '../core/dom/app.js';
import { showError } from '../core/dom/page.js';
import { once, renewIds } from '../core/dom/once.js';
import { onSignal, signal } from '../core/store/signals.js';
import { explain } from '../core/i18n/words.js';
import { bindDirect } from './direct-dialog.js';
import { bindHelp } from './help-sheet.js';

/** @typedef {import('../core/wire.js').RoomSummary} Room */

export function start() {
  const dialogs = /** @type {HTMLDialogElement[]} */ ([...document.querySelectorAll('dialog[id^="dialog-"]')]);
  /** @type {Record<string, () => void|Promise<void>>} */
  const ready = {
    room: bindNewRoom(dialogOf('room')),
    direct: bindDirect(dialogOf('direct'), enterRoom),
    help: bindHelp(dialogOf('help')),
  };
  onSignal('dialog', async ({ name }) => {
    const dialog = dialogOf(name);
    await ready[name]?.();
    for (const other of dialogs) if (other.open) other.close();
    dialog?.showModal();
    /** @type {HTMLElement|null} */ (dialog?.querySelector('input:not([type=hidden]):not([type=radio])'))?.focus();
  });
}

const dialogOf = (/** @type {string} */ name) => /** @type {HTMLDialogElement} */ (document.getElementById(`dialog-${name}`));

/** A room that was just made or joined goes on the screen. @param {Room} room */
function enterRoom(room) {
  app().store.dispatch({ type: 'roomAdded', data: room });
  signal('openRoom', { room: room.id });
}

/** @param {HTMLDialogElement|null} dialog */
function bindNewRoom(dialog) {
  const form = dialog?.querySelector('form');
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    once(form, make);
  });

  async function make() {
    if (!form) return;
    const data = new FormData(form);
    try {
      const room = await api('POST', '/rooms', { name: data.get('name'), topic: data.get('topic') ?? '', kind: data.get('kind'), encrypted: data.get('kind') === 'private' && data.has('encrypted'), clientId: data.get('client_id') });
      dialog?.close();
      enterRoom(room);
    } catch (error) {
      showError(form, await explain(error));
    }
  }
  return () => {
    form?.reset();
    if (!form) return;
    renewIds(form);
    showError(form, '');
  };
}
