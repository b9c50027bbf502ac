// @ts-check
/** <room-place>: in which section of one's list a room stands, and whether it is out of it. */
import { AppElement, part } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { explain } from '../core/i18n/words.js';
import { t } from '../core/i18n/translate.js';

/** @typedef {import('../core/wire.js').Section} Section */

class RoomPlace extends AppElement {
  static observedAttributes = ['data-for-room'];

  get #room() {
    return Number(this.dataset.forRoom);
  }

  get #select() {
    return /** @type {HTMLSelectElement} */ (this.querySelector('select'));
  }

  start() {
    this.on(this.#select, 'change', () => this.#ask('placeRoom', { room: this.#room, section: Number(this.#select.value) || null }));
    this.on(part(this, 'hide'), 'click', (event) => {
      event.preventDefault();
      this.#ask('hideRoom', { room: this.#room, hidden: true });
      this.closest('dialog')?.close();
    });
    this.on(this, 'submit', (event) => event.preventDefault());
  }

  attributeChangedCallback() {
    if (this.isConnected) this.render(this.state);
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    return state.rooms[this.#room] !== before.rooms[this.#room] || state.sections !== before.sections;
  }

  /** @param {PageState} state */
  render(state) {
    const room = state.rooms[this.#room];
    if (!room) return;
    const plain = room.kind === 'direct' ? t('Direct messages') : t('Rooms');
    const choices = state.sections.filter(({ kind }) => kind === 'favourites' || kind === 'own').map(({ id, kind, name }) => new Option(kind === 'own' ? name : t('Favourites'), String(id)));
    this.#select.replaceChildren(...choices, new Option(plain, ''));
    this.#select.value = state.sections.some(({ id }) => id === room.section) ? String(room.section) : '';
    part(this, 'hiding').hidden = room.kind !== 'direct';
  }

  /**
   * @template {'placeRoom'|'hideRoom'} Name
   * @param {Name} command
   * @param {import('../core/wire.js').Commands[Name]['payload']} payload
   */
  async #ask(command, payload) {
    try {
      const placed = await this.app.link.request(command, payload);
      this.app.store.dispatch({ type: 'roomPlaced', data: placed });
    } catch (error) {
      this.render(this.state);
      toast(await explain(error), 'error');
    }
  }
}

export function start() {
  customElements.define('room-place', RoomPlace);
}
