// @ts-check
/** <room-list>: the rooms and conversations of a person, and what is unread in them. */
import { AppElement, fromTemplate, isForBrowser, part, setAttribute, setText } from '../core/dom/element.js';
import { arrowKeys } from '../core/dom/list-keys.js';
import { putInOrder } from '../core/dom/list-order.js';
import { setAvatar } from '../core/dom/people.js';
import { signal } from '../core/store/signals.js';
import { attention } from './attention.js';
import { roomLists } from './lists.js';
import { words } from '../core/i18n/words.js';

/** @typedef {import('../core/wire.js').RoomSummary} Room */

/**
 * Whether somebody is here. A conversation may never have been opened; another room that both are in knows.
 * @param {PageState} state
 * @param {number} id
 */
function presenceOf(state, id) {
  if (state.presence?.[id]) return state.presence[id];
  for (const list of Object.values(state.members ?? {})) {
    const member = list.find((one) => one.id === id);
    if (member) return member.state;
  }
  return null;
}

export class RoomList extends AppElement {
  /** @type {Map<number, HTMLElement>} the rows by their rooms */
  #rows = new Map();
  /** @type {WeakMap<HTMLElement, unknown[]>} what each row shows: the room, whether it is on the screen, and who is here */
  #shown = new WeakMap();

  start() {
    this.on(this, 'click', (event) => this.#click(event));
    this.on(this, 'contextmenu', (event) => this.#options(event));
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('.room-item'))) this.#rows.set(Number(row.dataset.id), row);
    for (const group of this.querySelectorAll('[data-group]')) {
      arrowKeys(this, part(group, 'list'), '[data-part="link"]');
    }
    this.onSignal('stepRoom', (step) => this.#step(step));
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    return (
      state.rooms !== before.rooms ||
      state.roomId !== before.roomId ||
      state.presence !== before.presence ||
      state.members !== before.members ||
      state.elsewhere !== before.elsewhere
    );
  }

  render(/** @type {PageState} */ state) {
    const lists = roomLists(state);
    const left = new Map(this.#rows);
    this.#showGroup('rooms', lists.rooms, state, left);
    this.#showGroup('direct', lists.direct, state, left);
    for (const [id, row] of left) {
      row.remove();
      this.#rows.delete(id);
    }
    const all = lists.rooms.length + lists.direct.length + state.elsewhere.rooms;
    const more = this.find('more');
    more.hidden = !state.elsewhere.rooms;
    setText(part(more, 'all'), words.rooms.all(all));
  }

  /** @param {string} name @param {Room[]} rooms @param {PageState} state @param {Map<number, HTMLElement>} left rows that no group has taken */
  #showGroup(name, rooms, state, left) {
    const group = this.querySelector(`[data-group="${name}"]`);
    if (!group) return;
    const list = /** @type {HTMLElement} */ (part(group, 'list'));
    const rows = rooms.map((room) => {
      const row = this.#rows.get(room.id) ?? fromTemplate('tpl-room-item');
      this.#rows.set(room.id, row);
      left.delete(room.id);
      this.#show(row, room, state);
      return row;
    });
    putInOrder(list, rows);
    part(group, 'none').hidden = rooms.length > 0;
  }

  /** @param {HTMLElement} node @param {Room} room @param {PageState} state */
  #show(node, room, state) {
    const current = room.id === state.roomId;
    const presence = room.kind === 'direct' && room.people?.length === 1 ? presenceOf(state, room.people[0].id) : null;
    const shows = [room, current, presence];
    if (this.#shown.get(node)?.every((one, i) => one === shows[i])) return;
    this.#shown.set(node, shows);
    setAttribute(node, 'data-id', room.id);
    setAttribute(node, 'data-kind', room.kind);
    setAttribute(node, 'data-last-seq', room.lastSeq);
    const shown = attention(room);
    setAttribute(node, 'data-unread', shown.bold && room.unread);
    setAttribute(node, 'data-mentions', shown.calls || null);
    setAttribute(node, 'data-muted', Boolean(room.muted));
    part(node, 'muted').hidden = !room.muted;
    setAttribute(node, 'data-archived', room.archived);
    const link = part(node, 'link');
    setAttribute(link, 'href', `/rooms/${room.id}`);
    setAttribute(link, 'aria-current', current ? 'page' : null);
    setText(part(node, 'name'), room.name);
    // What the eye sees by the bead.
    setText(part(node, 'state'), room.kind === 'private' ? words.rooms.private : (words.people.state[presence ?? ''] ?? ''));
    this.#showCount(part(node, 'unread'), room, shown);
    this.#showIcon(node, room, presence);
  }

  /** @param {HTMLElement} count @param {Room} room @param {import('./attention.js').Attention} shown */
  #showCount(count, room, shown) {
    const counted = shown.count || shown.quiet;
    count.hidden = !counted;
    const label = part(count, 'unread-label');
    const number = counted > 99 ? '99+' : String(counted || '');
    const text = /** @type {Text} */ (count.firstChild);
    if (text.nodeType === Node.TEXT_NODE && text.data.trim() !== number) text.data = `${number} `;
    if (counted < room.unread) return setText(label, words.rooms.mentionWord(counted));
    setText(label, room.mentions ? `${words.rooms.unread}, ${words.rooms.mentionsYou(room.mentions)}` : words.rooms.unread);
  }

  /** @param {HTMLElement} node @param {Room} room @param {string|null} presence */
  #showIcon(node, room, presence) {
    const icon = part(node, 'icon');
    const [person, more] = room.kind === 'direct' ? (room.people ?? []) : [];
    icon.classList.toggle('room-icon-group', Boolean(more));
    if (!person) return;
    if (more) return setText(icon, String(room.people.length + 1));
    const avatar = part(icon, 'avatar') ?? icon.appendChild(fromTemplate('tpl-avatar'));
    setAvatar(avatar, person);
    setAttribute(node, 'data-state', presence);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {Element} */ (event.target);
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
    const { rooms, direct } = roomLists(this.state);
    const all = [...rooms, ...direct].filter((room) => !unread || attention(room).bold || room.id === this.state.roomId);
    const at = all.findIndex((room) => room.id === this.state.roomId);
    const to = all[(at + by + all.length) % all.length];
    if (to && to.id !== this.state.roomId) signal('openRoom', { room: to.id });
  }
}
