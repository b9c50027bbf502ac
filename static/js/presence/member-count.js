// @ts-check
/** <member-count>: how many people the room on the screen has. */
import { AppElement, setText } from '../core/dom/element.js';
import { number } from '../core/i18n/translate.js';
import { words } from '../core/i18n/words.js';
import { peopleCounts } from './people.js';

class MemberCount extends AppElement {
  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    const id = state.roomId ?? 0;
    return state.roomId !== before.roomId || state.members[id] !== before.members[id] || state.counts[id] !== before.counts[id];
  }

  render(/** @type {PageState} */ state) {
    // One that was taken away is left as it was.
    if (!state.members[state.roomId ?? 0]) return;
    const { members } = peopleCounts(state, state.roomId ?? 0);
    setText(this.find('member-count'), number(members));
    setText(this.find('word'), ` ${words.people.word(members)}`);
  }
}

/** It is not needed at once. */
export const start = () => customElements.define('member-count', MemberCount);
