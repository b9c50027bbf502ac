// @ts-check
/** The line that says who is typing. Its height is reserved: nothing moves when somebody starts. */
import { app } from '../core/dom/app.js';
import { setText } from '../core/dom/element.js';
import { words } from '../core/i18n/words.js';

export function startTypingLine() {
  const line = document.getElementById('typing');
  const { store } = app();
  if (!line) return;
  store.subscribe((state, before) => {
    if (state.typing === before.typing && state.roomId === before.roomId) return;
    const people = Object.values(state.typing[state.roomId ?? 0] ?? {});
    setText(line, words.typing(people.map(({ user }) => user.displayName)));
  });
  setInterval(() => store.dispatch({ type: 'tick' }), 1000);
}
