// @ts-check
/** Drags a room of the list into another section. Whoever has no pointer chooses it among the room's options. */
import { toast } from '../core/dom/page.js';
import { onSignal } from '../core/store/signals.js';
import { explain } from '../core/i18n/words.js';

/** @param {import('../core/dom/app.js').App} app */
export function start({ link, store }) {
  const list = /** @type {HTMLElement} */ (document.querySelector('room-list'));
  /** @type {import('../core/wire.js').RoomSummary|undefined} */
  let dragged;
  /** @type {HTMLElement|null} */
  let over = null;

  /** The section at a place of the list, if the dragged room can stand in it. @param {Event} event */
  function groupAt(event) {
    const group = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('[data-group]'));
    const other = dragged?.kind === 'direct' ? 'rooms' : 'direct';
    return dragged && group?.dataset.group !== other ? group : null;
  }

  /** @param {HTMLElement|null} group */
  function mark(group) {
    if (over === group) return;
    over?.removeAttribute('data-over');
    group?.setAttribute('data-over', '');
    over = group;
  }

  /** @param {import('../core/wire.js').RoomSummary} room @param {HTMLElement} group */
  async function place({ id }, { dataset }) {
    const plain = dataset.group === 'rooms' || dataset.group === 'direct';
    try {
      const placed = await link.request('placeRoom', { room: id, section: plain ? null : Number(dataset.section) });
      store.dispatch({ type: 'roomPlaced', data: placed });
    } catch (error) {
      toast(await explain(error), 'error');
    }
  }

  onSignal('roomDragged', ({ room }) => {
    dragged = store.get().rooms[room];
    list.toggleAttribute('data-dragging', Boolean(dragged));
  });
  list.addEventListener('dragover', (event) => {
    const group = groupAt(event);
    mark(group);
    if (group) event.preventDefault();
  });
  list.addEventListener('dragleave', (event) => !list.contains(/** @type {Node|null} */ (event.relatedTarget)) && mark(null));
  list.addEventListener('drop', (event) => {
    const group = groupAt(event);
    if (!dragged || !group) return;
    event.preventDefault();
    place(dragged, group);
  });
  // It ends wherever the pointer is let go.
  document.addEventListener('dragend', () => {
    dragged = undefined;
    list.removeAttribute('data-dragging');
    mark(null);
  });
}
