// @ts-check
/** <typing-line>: who is typing. Its height is reserved: nothing moves when somebody starts. */
import { AppElement, setText } from '../core/dom/element.js';
import { words } from '../core/i18n/words.js';

class TypingLine extends AppElement {
  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    return state.typing !== before.typing || state.roomId !== before.roomId;
  }

  /** @param {PageState} state */
  render(state) {
    const people = Object.values(state.typing[this.conversation.room ?? 0] ?? {});
    setText(this, words.typing(people.map(({ user }) => user.displayName)));
  }
}

/** @param {import('../core/dom/app.js').App} app */
export function start({ store }) {
  customElements.define('typing-line', TypingLine);
  setInterval(() => store.dispatch({ type: 'tick', data: undefined }), 1000);
}
