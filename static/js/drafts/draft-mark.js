// @ts-check
/** <draft-mark>: in the list of rooms, where something is written and not sent. */
import { AppElement, fromTemplate } from '../core/dom/element.js';

export class DraftMark extends AppElement {
  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    return state.drafts !== before.drafts;
  }

  render(/** @type {PageState} */ { drafts }) {
    const room = Number(/** @type {HTMLElement|null} */ (this.closest('.room-item'))?.dataset.id);
    const hidden = !Object.values(drafts).some((one) => one.room === room);
    // Of hundreds of rooms few have one.
    if (!hidden && !this.firstChild) this.append(fromTemplate('tpl-draft-mark'));
    this.hidden = hidden;
  }
}
