// @ts-check
/** <room-list>: the rooms and conversations of a person, and what is unread in them. */
import { AppElement, fromTemplate, part, setAttribute, setText } from '../core/element.js';
import { arrowKeys } from '../core/list-keys.js';
import { setAvatar } from '../core/people.js';
import { signal } from '../core/signals.js';
import { roomLists } from '../core/store-rooms.js';
import { words } from '../core/words.js';

/** @typedef {import('../core/store.js').Room} Room */

export class RoomList extends AppElement {
  start() {
    this.on(this, 'click', (event) => this.#click(event));
    for (const group of this.querySelectorAll('[data-group]')) {
      arrowKeys(this, part(group, 'list'), '[data-part="link"]');
    }
    this.onSignal('stepRoom', ({ by }) => this.#step(by));
  }

  concerns(/** @type {any} */ state, /** @type {any} */ before) {
    return state.rooms !== before.rooms || state.roomId !== before.roomId || state.presence !== before.presence || state.members !== before.members;
  }

  render(/** @type {import('../core/store.js').State} */ state) {
    const lists = roomLists(state);
    this.#showGroup('rooms', lists.rooms, state);
    this.#showGroup('direct', lists.direct, state);
  }

  /** @param {string} name @param {Room[]} rooms @param {import('../core/store.js').State} state */
  #showGroup(name, rooms, state) {
    const group = this.querySelector(`[data-group="${name}"]`);
    if (!group) return;
    const list = /** @type {HTMLElement} */ (part(group, 'list'));
    const known = new Map([.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('.room-item'))].map((node) => [Number(node.dataset.id), node]));
    rooms.forEach((room, i) => {
      const node = known.get(room.id) ?? fromTemplate('tpl-room-item');
      known.delete(room.id);
      this.#show(node, room, state);
      if (list.children[i] !== node) list.insertBefore(node, list.children[i] ?? null);
    });
    for (const node of known.values()) node.remove();
    part(group, 'none').hidden = rooms.length > 0;
  }

  /** @param {HTMLElement} node @param {Room} room @param {import('../core/store.js').State} state */
  #show(node, room, state) {
    setAttribute(node, 'data-id', room.id);
    setAttribute(node, 'data-kind', room.kind);
    setAttribute(node, 'data-last-seq', room.lastSeq);
    setAttribute(node, 'data-unread', room.unread || null);
    const calls = room.kind === 'direct' ? room.unread : room.mentions;
    setAttribute(node, 'data-mentions', calls || null);
    setAttribute(node, 'data-archived', room.archived);
    const link = part(node, 'link');
    setAttribute(link, 'href', `/rooms/${room.id}`);
    setAttribute(link, 'aria-current', room.id === state.roomId ? 'page' : null);
    setText(part(node, 'name'), room.name);
    this.#showCount(part(node, 'unread'), room);
    this.#showIcon(node, room, state);
  }

  /** @param {HTMLElement} count @param {Room} room */
  #showCount(count, room) {
    count.hidden = !room.unread;
    const label = part(count, 'unread-label');
    const number = room.unread > 99 ? '99+' : String(room.unread || '');
    const text = /** @type {Text} */ (count.firstChild);
    if (text.nodeType === Node.TEXT_NODE && text.data.trim() !== number) text.data = `${number} `;
    setText(label, room.mentions ? `${words.rooms.unread}, ${words.rooms.mentionsYou(room.mentions)}` : words.rooms.unread);
  }

  /** @param {HTMLElement} node @param {Room} room @param {import('../core/store.js').State} state */
  #showIcon(node, room, state) {
    const icon = part(node, 'icon');
    const [person, more] = room.kind === 'direct' ? (room.people ?? []) : [];
    icon.classList.toggle('room-icon-group', Boolean(more));
    if (!person) return;
    if (more) return setText(icon, String(room.people.length + 1));
    const avatar = part(icon, 'avatar') ?? icon.appendChild(fromTemplate('tpl-avatar'));
    setAvatar(avatar, person);
    // The conversation itself may never have been opened here; another room that both are in knows.
    const member = Object.values(state.members).flat().find((m) => m.id === person.id);
    setAttribute(node, 'data-state', state.presence[person.id] ?? member?.state ?? null);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {Element} */ (event.target);
    const link = target.closest('.room-item [data-part="link"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const item = /** @type {HTMLElement} */ (link.closest('.room-item'));
    signal('openRoom', { room: Number(item.dataset.id) });
  }

  /** The room above or below. @param {number} by */
  #step(by) {
    const { rooms, direct } = roomLists(this.state);
    const all = [...rooms, ...direct];
    const at = all.findIndex((room) => room.id === this.state.roomId);
    const to = all[(at + by + all.length) % all.length];
    if (to && to.id !== this.state.roomId) signal('openRoom', { room: to.id });
  }
}
