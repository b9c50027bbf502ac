// @ts-check
/** Opens threads beside the room, and closes them: at a signal, by the address, and with the room. */
import { fromTemplate } from '../core/dom/element.js';
import { onSignal } from '../core/store/signals.js';

/** @typedef {import('./thread-pane.js').ThreadPane} ThreadPane */

let started = false;

/** @param {import('../core/dom/app.js').App} app */
export function start(app) {
  if (started) return;
  started = true;
  const frame = /** @type {HTMLElement} */ (document.querySelector('chat-room'));
  const pane = () => /** @type {ThreadPane|null} */ (frame.querySelector(':scope > thread-pane'));

  /** A state of the history keeps the number of its step: by that one finds where one was reading. @param {object} state */
  const inStep = (state) => ({ ...state, step: history.state?.step });

  /** @param {Signals['openThread']} wish @param {{push?: boolean}} [options] */
  function open({ room, thread, message, back = null }, { push = true } = {}) {
    const there = pane();
    if (there?.dataset.thread === String(thread)) {
      there.goTo(message);
    } else {
      there?.remove();
      const made = /** @type {ThreadPane} */ (fromTemplate('tpl-thread'));
      made.prepare({ room, thread, message, back: back ?? there?.back ?? null });
      frame.append(made);
    }
    if (push && history.state?.thread !== thread) history.pushState(inStep({ room, thread }), '', `/rooms/${room}/threads/${thread}`);
  }

  /** The focus goes back to where the thread was opened. @param {boolean} [byAddress] */
  function close(byAddress = false) {
    const there = pane();
    if (!there) return;
    const within = there.contains(document.activeElement) || document.activeElement === document.body;
    there.remove();
    const { roomId } = app.store.get();
    if (!byAddress) history.replaceState(inStep({ room: roomId }), '', `/rooms/${roomId}`);
    if (!within) return;
    const to = there.back?.isConnected ? there.back : /** @type {HTMLElement|null} */ (frame.querySelector('[data-part="input"]'));
    to?.focus({ preventScroll: true });
  }

  onSignal('openThread', (wish) => open(wish));
  frame.addEventListener('closeThread', () => close());
  window.addEventListener('popstate', () => {
    const { room, thread } = history.state ?? {};
    if (thread && room === app.store.get().roomId) open({ room, thread }, { push: false });
    else close(true);
  });
  app.store.subscribe((state, before) => {
    if (state.roomId !== before.roomId || !state.rooms[state.roomId ?? 0]) close(true);
  });

  // The page may be asked for one by its address.
  const [asked, room] = [Number(new URLSearchParams(location.search).get('thread')), app.store.get().roomId];
  if (!asked || !room) return;
  const message = Number(/^#m-(\d+)$/.exec(location.hash)?.[1]) || undefined;
  history.replaceState(inStep({ room, thread: asked }), '', `/rooms/${room}/threads/${asked}`);
  open({ room, thread: asked, message }, { push: false });
}
