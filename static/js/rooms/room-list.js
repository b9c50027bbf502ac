// @ts-check
/** <room-list>: the rooms and conversations of a person, and what is unread in them. */
import { AppElement, fromTemplate, isForBrowser, part, setAttribute, setText } from '../core/dom/element.js';
import { arrowKeys } from '../core/dom/list-keys.js';
import { putInOrder } from '../core/dom/list-order.js';
import { signal } from '../core/store/signals.js';
import { attention } from './attention.js';
import { groupsOf, listedRooms } from './lists.js';
import { showRow } from './room-row.js';
import { words } from '../core/i18n/words.js';

/** @typedef {import('../core/wire.js').RoomSummary} Room */

export class RoomList extends AppElement {
  /** @type {Map<number, HTMLElement>} the rows by their rooms */
  #rows = new Map();

  start() {
    this.on(this, 'click', (event) => this.#click(event));
    this.on(this, 'contextmenu', (event) => this.#options(event));
    this.on(this, 'dragstart', (event) => {
      const item = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('.room-item'));
      if (item) signal('roomDragged', { room: Number(item.dataset.id) });
    });
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('.room-item'))) this.#rows.set(Number(row.dataset.id), row);
    for (const group of this.#groups()) arrowKeys(this, part(group, 'list'), '[data-part="link"]');
    this.onSignal('stepRoom', (step) => this.#step(step));
    this.onSignal('drawnAnew', () => this.schedule());
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    return (
      state.rooms !== before.rooms ||
      state.logs !== before.logs ||
      state.roomId !== before.roomId ||
      state.presence !== before.presence ||
      state.members !== before.members ||
      state.elsewhere !== before.elsewhere ||
      state.sections !== before.sections
    );
  }

  render(/** @type {PageState} */ state) {
    const groups = groupsOf(state);
    const left = new Map(this.#rows);
    const nodes = groups.map((group) => this.#showGroup(group, state, left));
    for (const node of this.#groups()) if (!nodes.includes(node)) node.remove();
    putInOrder(this, nodes);
    for (const [id, row] of left) {
      row.remove();
      this.#rows.delete(id);
    }
    const more = this.find('more');
    more.hidden = !state.elsewhere.rooms;
    setText(part(more, 'all'), words.rooms.all(listedRooms(state).length + state.elsewhere.rooms));
  }

  #groups() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll(':scope > [data-group]')]);
  }

  /** @param {import('./lists.js').Group} group @param {PageState} state @param {Map<number, HTMLElement>} left rows that no group has taken */
  #showGroup({ section, rooms }, state, left) {
    const node = this.#groups().find((one) => one.dataset.section === String(section.id)) ?? this.#newGroup(section);
    if (section.kind === 'own') setText(part(node, 'section-name'), section.name);
    setAttribute(node, 'data-folded', section.folded);
    setAttribute(part(node, 'fold'), 'aria-expanded', String(!section.folded));
    setAttribute(node, 'data-empty', section.kind === 'favourites' && !rooms.length);
    const list = /** @type {HTMLElement} */ (part(node, 'list'));
    const rows = rooms.map((room) => {
      const row = this.#rows.get(room.id) ?? fromTemplate('tpl-room-item');
      this.#rows.set(room.id, row);
      left.delete(room.id);
      showRow(row, room, state);
      return row;
    });
    putInOrder(list, rows);
    part(node, 'none').hidden = rooms.length > 0;
    return node;
  }

  /** @param {import('../core/wire.js').Section} section */
  #newGroup({ id }) {
    const node = fromTemplate('tpl-section');
    node.dataset.section = String(id);
    const heading = /** @type {HTMLElement} */ (node.querySelector('h2'));
    heading.id = `group-${id}`;
    node.setAttribute('aria-labelledby', heading.id);
    arrowKeys(this, part(node, 'list'), '[data-part="link"]');
    return node;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {Element} */ (event.target);
    const fold = target.closest('[data-action="fold"]');
    if (fold) return signal('foldSection', { section: Number(/** @type {HTMLElement} */ (fold.closest('[data-group]')).dataset.section), folded: fold.getAttribute('aria-expanded') === 'true' });
    const link = target.closest('.room-item [data-part="link"]');
    if (!link || isForBrowser(event) || event.button) return;
    event.preventDefault();
    const item = /** @type {HTMLElement} */ (link.closest('.room-item'));
    signal('openRoom', { room: Number(item.dataset.id) });
  }

  /** What one may choose of a room for oneself. @param {MouseEvent} event */
  #options(event) {
    const item = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('.room-item'));
    if (!item || isForBrowser(event)) return;
    event.preventDefault();
    signal('roomOptions', { room: Number(item.dataset.id) });
  }

  /** The room above or below, of all or of those where something is unread. @param {Signals['stepRoom']} step */
  #step({ by, unread = false }) {
    const all = groupsOf(this.state).flatMap(({ rooms }) => rooms).filter((room) => !unread || attention(room).bold || room.id === this.state.roomId);
    const at = all.findIndex((room) => room.id === this.state.roomId);
    const to = all[(at + by + all.length) % all.length];
    if (to && to.id !== this.state.roomId) signal('openRoom', { room: to.id });
  }
}
