// @ts-check
/** <own-status>: what one says of oneself, in the menu of the account; a click changes it. */
import { AppElement, isForBrowser, setText } from '../core/dom/element.js';
import { signal } from '../core/store/signals.js';

export class OwnStatus extends AppElement {
  #none = '';

  start() {
    this.#none ||= this.find('text').textContent ?? '';
    this.on(this.closest('a') ?? this, 'click', (event) => {
      if (isForBrowser(event)) return;
      event.preventDefault();
      signal('editStatus');
    });
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    return state.statuses !== before.statuses;
  }

  render(/** @type {PageState} */ { statuses, me }) {
    const { emoji, text } = statuses[me.id] ?? {};
    setText(this.find('text'), [emoji, text].filter(Boolean).join(' ') || this.#none);
  }
}
