// @ts-check
/** <level-choice>: what of a room calls for one, chosen where one is; it is told to all of one's pages. */
import { AppElement } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { explain } from '../core/i18n/words.js';

/** @typedef {import('../core/wire.js').Commands['setLevel']['payload']['level']} Level */

class LevelChoice extends AppElement {
  static observedAttributes = ['data-for-room'];

  /** How much of what was chosen is under way. */
  #asking = 0;

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector('form'));
  }

  get #room() {
    return Number(this.dataset.forRoom);
  }

  start() {
    this.on(this, 'change', () => this.#choose());
    this.on(this, 'submit', (event) => event.preventDefault());
  }

  attributeChangedCallback() {
    if (this.isConnected) this.render(this.state);
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    return state.rooms[this.#room] !== before.rooms[this.#room];
  }

  /** @param {PageState} state */
  render(state) {
    const room = state.rooms[this.#room];
    // What was chosen before must not take the place of what is chosen now.
    if (!room || this.#asking) return;
    const chosen = room.usualLevel ? '' : room.level;
    for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll('[name="level"]'))) radio.checked = radio.value === chosen;
    /** @type {HTMLInputElement} */ (this.#form.elements.namedItem('muted')).checked = room.muted;
  }

  async #choose() {
    const data = new FormData(this.#form);
    this.#asking += 1;
    const level = /** @type {Level} */ (data.get('level') || null);
    try {
      const told = await this.app.link.request('setLevel', { room: this.#room, level, muted: data.has('muted') });
      this.app.store.dispatch({ type: 'levelChanged', data: told });
    } catch (error) {
      toast(await explain(error), 'error');
    } finally {
      this.#asking -= 1;
      // What stands there is what is so.
      this.render(this.state);
    }
  }
}

export function start() {
  customElements.define('level-choice', LevelChoice);
}
