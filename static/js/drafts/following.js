// @ts-check
/** Drafts are kept in step with one's other devices, and counted beside the rooms. */
import { part, setText } from '../core/dom/element.js';
import { conversationOf, paneOf } from '../core/dom/pane.js';
import { number } from '../core/i18n/translate.js';
import { api } from '../core/net/api.js';
import { uuid } from '../core/net/uuid.js';
import { signal } from '../core/store/signals.js';
import { createKnown } from './known.js';
import { createSync } from './sync.js';

/** Whoever has typed here so lately is still at it; in a box that they have left, so lately. Milliseconds. */
const AT_IT = 5000;
const JUST_NOW = 400;

/** @param {import('../core/dom/app.js').App} app */
export function start({ store, local, link }) {
  /** When somebody typed last, by conversation. @type {Map<string, number>} */
  const typed = new Map();
  const at = (/** @type {Element} */ node) => conversationOf(paneOf(node), store.get()).key;
  const isBox = (/** @type {EventTarget|null} */ node) => node instanceof HTMLTextAreaElement && node.dataset.part === 'input';
  document.addEventListener('input', ({ target }) => isBox(target) && typed.set(at(/** @type {Element} */ (target)), Date.now()), { capture: true });

  /** @param {string} key */
  function writing(key) {
    const since = Date.now() - (typed.get(key) ?? 0);
    const focused = document.hasFocus() && isBox(document.activeElement) && at(/** @type {Element} */ (document.activeElement)) === key;
    return since < (focused ? AT_IT : JUST_NOW);
  }

  const sync = createSync({ store, local, link, known: createKnown(store.get().me.id), writing, came: (key) => signal('draftCame', { key }), uuid });
  /** What is encrypted is opened where it is shown. @param {string} key */
  const mayLook = (key) => !store.get().drafts[key]?.sealed || shown(key);
  const shown = (/** @type {string} */ key) => [...document.querySelectorAll('[data-conversation]')].some((pane) => at(pane) === key);

  const adopt = () => {
    for (const pane of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-conversation]'))) sync.adopt({ ...conversationOf(pane, store.get()), thread: Number(pane.dataset.thread) || null });
  };
  const online = (/** @type {PageState} */ { connection }) => ['online', 'complete'].includes(connection.state);

  const look = async () => {
    adopt();
    const answer = await api('GET', '/drafts').catch(() => null);
    if (!answer) return;
    store.dispatch({ type: 'draftList', data: answer });
    sync.all(mayLook);
  };
  if (online(store.get())) look();
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && sync.flush());
  store.subscribe((state, before) => {
    if (online(state) && !online(before)) look();
    if (state.roomId !== before.roomId) adopt();
    // What is encrypted waits until it is on the screen, and its keys are there.
    if (state.roomId !== before.roomId || state.beside !== before.beside || state.e2ee?.status !== before.e2ee?.status) sync.all((key) => Boolean(state.drafts[key]?.sealed) && shown(key));
    if (state.drafts === before.drafts) return;
    show(Object.keys(state.drafts).length);
    for (const key of new Set([...Object.keys(state.drafts), ...Object.keys(before.drafts)])) if (state.drafts[key] !== before.drafts[key] && mayLook(key)) sync.settle(key);
  });
}

/** @param {number} count */
function show(count) {
  const link = part(document, 'drafts-link');
  if (!link) return;
  link.hidden = !count;
  setText(part(link, 'drafts-count'), number(count));
}
