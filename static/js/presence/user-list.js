// @ts-check
/** <user-list>: the people of the room, those who are here first. */
import { api } from '../core/api.js';
import { AppElement, fromTemplate, part, setAttribute, setText } from '../core/element.js';
import { toast } from '../core/page.js';
import { setAvatar } from '../core/people.js';
import { signal } from '../core/signals.js';
import { sortedMembers } from '../core/store-people.js';
import { arrowKeys } from '../core/list-keys.js';
import { explain, words } from '../core/words.js';

export class UserList extends AppElement {
  start() {
    this.list = /** @type {HTMLElement} */ (this.find('list'));
    this.on(this, 'click', (event) => this.#click(event));
    arrowKeys(this, this.list, '[data-part="link"]');
  }

  concerns(/** @type {any} */ state, /** @type {any} */ before) {
    const id = state.roomId;
    return id !== before.roomId || state.members[id] !== before.members[id] || state.typing[id] !== before.typing[id];
  }

  render(/** @type {import('../core/store.js').State} */ state) {
    const members = sortedMembers(state.members[state.roomId ?? 0] ?? []);
    const known = new Map([.../** @type {NodeListOf<HTMLElement>} */ (this.list?.querySelectorAll('.person'))].map((node) => [Number(node.dataset.id), node]));
    const typing = state.typing[state.roomId ?? 0] ?? {};
    members.forEach((member, i) => {
      const node = known.get(member.id) ?? fromTemplate('tpl-person');
      known.delete(member.id);
      this.#show(node, member, state.me.id);
      setAttribute(node, 'data-typing', Boolean(typing[member.id]));
      if (this.list?.children[i] !== node) this.list?.insertBefore(node, this.list.children[i] ?? null);
    });
    for (const node of known.values()) node.remove();
    setText(this.find('here-count'), words.people.here(members.filter((m) => m.state !== 'offline').length));
    setText(document.querySelector('[data-part="member-count"]'), String(members.length));
  }

  /** @param {HTMLElement} node @param {import('../core/wire.js').Member} member @param {number} me */
  #show(node, member, me) {
    setAttribute(node, 'data-id', member.id);
    setAttribute(node, 'data-state', member.state);
    setAttribute(node, 'data-role', member.role);
    const link = part(node, 'link');
    setAttribute(link, 'data-username', member.username);
    setAttribute(link, 'href', member.id === me ? '/profile' : `/rooms/direct?people=${encodeURIComponent(member.username)}`);
    setAvatar(part(node, 'avatar'), member);
    setText(part(node, 'name'), member.id === me ? words.people.you(member.displayName) : member.displayName);
    const role = part(node, 'role');
    setText(role, words.people.role[member.role] ?? '');
    role.hidden = !role.textContent;
    setText(part(node, 'state'), words.people.state[member.state]);
  }

  /** @param {MouseEvent} event */
  async #click(event) {
    const link = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('[data-action="open-direct"]'));
    const username = link?.dataset.username;
    if (!username || username === this.state.me.username || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const room = await api('POST', '/rooms', { kind: 'direct', members: [username] });
      this.app.store.dispatch({ type: 'roomAdded', data: room });
      signal('openRoom', { room: room.id });
    } catch (error) {
      toast(explain(error), 'error');
    }
  }
}
