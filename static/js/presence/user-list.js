// @ts-check
/** <user-list>: the people of the room, those who are here first; of many a part, and a field to find the others. */
import { api } from '../core/net/api.js';
import { AppElement, fromTemplate, isForBrowser, part, setAttribute, setText } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { setAvatar } from '../core/dom/people.js';
import { whileTyping } from '../core/dom/search-field.js';
import { signal } from '../core/store/signals.js';
import { peopleCounts, sortedMembers } from './people.js';
import { arrowKeys } from '../core/dom/list-keys.js';
import { putInOrder } from '../core/dom/list-order.js';
import { explain, words } from '../core/i18n/words.js';

/** @typedef {import('../core/wire.js').Member} Member */

const FOUND_AT_MOST = 50;

class UserList extends AppElement {
  /** @type {Map<number, HTMLElement>} the rows by their people */
  #rows = new Map();
  /** @type {WeakMap<HTMLElement, unknown[]>} what each row shows */
  #shown = new WeakMap();
  /** @type {{room: number|null, members: Member[]}|null} those whom one looks for */
  #found = null;
  #turn = 0;

  start() {
    this.list = /** @type {HTMLElement} */ (this.find('list'));
    this.field = /** @type {HTMLInputElement} */ (this.find('find').querySelector('input'));
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll('.person'))) this.#rows.set(Number(row.dataset.id), row);
    this.on(this, 'click', (event) => this.#click(event));
    arrowKeys(this, this.list, '[data-part="link"]');
    whileTyping(this.field, () => this.#search());
    this.on(this.find('find'), 'submit', (event) => {
      event.preventDefault();
      this.#search();
    });
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    const id = state.roomId ?? 0;
    return (
      state.roomId !== before.roomId ||
      state.members[id] !== before.members[id] ||
      state.counts[id] !== before.counts[id] ||
      state.typing[id] !== before.typing[id]
    );
  }

  render(/** @type {PageState} */ state) {
    const id = state.roomId ?? 0;
    // Whoever only looks at a room from outside is shown nobody.
    const inside = Boolean(state.rooms[id]);
    const { members, here, whole } = peopleCounts(state, id);
    this.#showFinding(state.rooms[id], members, whole);
    const people = this.#found?.room === id ? this.#found.members : sortedMembers(state.members[id] ?? []);
    const typing = state.typing[id] ?? {};
    const left = new Map(this.#rows);
    const rows = people.map((member) => {
      const row = this.#rows.get(member.id) ?? fromTemplate('tpl-person');
      this.#rows.set(member.id, row);
      left.delete(member.id);
      this.#show(row, member, state.me.id, Boolean(typing[member.id]));
      return row;
    });
    if (this.list) putInOrder(this.list, rows);
    for (const [person, row] of left) {
      row.remove();
      this.#rows.delete(person);
    }
    this.find('nobody').hidden = people.length > 0 || !this.#found;
    setText(this.find('here-count'), inside ? words.people.here(here) : '');
  }

  /** @param {import('../core/wire.js').RoomSummary|undefined} room @param {number} members @param {boolean} whole */
  #showFinding(room, members, whole) {
    const some = Boolean(room) && !whole;
    this.find('find').hidden = !some;
    const all = this.find('all-people');
    all.hidden = !some || room?.kind === 'direct';
    setText(all, words.people.all(members));
    const add = this.find('add-people')?.parentElement;
    if (add) add.hidden = room?.kind === 'direct';
    if (this.#found && (!some || this.#found.room !== this.state.roomId)) {
      this.#found = null;
      if (this.field) this.field.value = '';
    }
  }

  /** Those of a name, whom the server knows. */
  async #search() {
    this.#turn += 1;
    const turn = this.#turn;
    const room = this.state.roomId;
    const query = this.field?.value.trim() ?? '';
    let found = null;
    if (query) {
      const answer = await api('GET', `/rooms/${room}/members?limit=${FOUND_AT_MOST}&q=${encodeURIComponent(query)}`).catch(() => null);
      if (!answer) return;
      found = { room, members: sortedMembers(answer.members) };
    }
    if (turn !== this.#turn || room !== this.state.roomId) return;
    this.#found = found;
    this.flush();
  }

  /** @param {HTMLElement} node @param {Member} member @param {number} me @param {boolean} typing */
  #show(node, member, me, typing) {
    const shows = [member, typing];
    if (this.#shown.get(node)?.every((one, i) => one === shows[i])) return;
    this.#shown.set(node, shows);
    setAttribute(node, 'data-typing', typing);
    setAttribute(node, 'data-id', member.id);
    setAttribute(node, 'data-state', member.state);
    setAttribute(node, 'data-role', member.role);
    const link = part(node, 'link', HTMLAnchorElement);
    setAttribute(link, 'data-username', member.username);
    setAttribute(link, 'href', member.id === me ? '/profile' : `/rooms/direct?people=${encodeURIComponent(member.username)}`);
    setAvatar(part(node, 'avatar'), member);
    const name = part(node, 'name');
    // Of oneself it says more than the name, in the direction of the page.
    setAttribute(name, 'dir', member.id === me ? document.dir : 'auto');
    setText(name, member.id === me ? words.people.you(member.displayName) : member.displayName);
    const role = part(node, 'role');
    setText(role, words.people.role[member.role] ?? '');
    role.hidden = !role.textContent;
    setText(part(node, 'state'), words.people.state[member.state]);
  }

  /** @param {MouseEvent} event */
  async #click(event) {
    const link = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('[data-action="open-direct"]'));
    const username = link?.dataset.username;
    if (!username || username === this.state.me.username || isForBrowser(event)) return;
    event.preventDefault();
    try {
      const room = await api('POST', '/rooms', { kind: 'direct', members: [username] });
      this.app.store.dispatch({ type: 'roomAdded', data: room });
      signal('openRoom', { room: room.id });
    } catch (error) {
      toast(await explain(error), 'error');
    }
  }
}

/** It is not needed at once. */
export const start = () => customElements.define('user-list', UserList);
