// @ts-check
/** The pill that says how the connection does. It says nothing when all is well. */
import { app } from '../core/dom/app.js';
import { part, setAttribute, setText } from '../core/dom/element.js';
import { tellPane } from '../core/dom/pane.js';
import { announce } from '../core/dom/page.js';
import { words } from '../core/i18n/words.js';

/** A line that is back so soon was not missed. */
const PATIENCE = 700;
const COMPLETE_FOR = 2500;

export function startPill() {
  const { store, link } = app();
  const pill = /** @type {HTMLElement} */ (document.getElementById('connection'));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let shown = '';

  /** @param {Connection} connection */
  function textOf({ state, toGo, code }) {
    if (state === 'catching-up') return words.connection['catching-up'](toGo);
    if (state === 'closed' && code === 'banned') return words.connection.banned;
    if (state === 'closed' && code === 'expired') return words.connection.expired;
    if (state === 'closed' && code === 'otherPerson') return words.connection.otherPerson;
    return state in words.connection ? String(words.connection[/** @type {'offline'} */ (state)]) : '';
  }

  function show() {
    const { connection } = store.get();
    const { state } = connection;
    const quiet = state === 'online' || state === 'connecting';
    pill.hidden = quiet;
    setAttribute(pill, 'data-state', quiet ? '' : state);
    setText(part(pill, 'text'), textOf(connection));
    const again = /** @type {HTMLElement} */ (pill.querySelector('[data-action="reconnect"]'));
    again.hidden = !['reconnecting', 'offline'].includes(state);
    // Counting down is for the eye; the ear hears when it starts and when it is over.
    if (!quiet && state !== shown) announce(textOf(connection));
    shown = quiet ? '' : state;
    if (state === 'complete') timer = setTimeout(() => store.dispatch({ type: 'connection', data: { state: 'online' } }), COMPLETE_FOR);
  }

  store.subscribe((state, before) => {
    if (state.connection === before.connection) return;
    clearTimeout(timer);
    const wait = !shown && ['reconnecting', 'catching-up'].includes(state.connection.state);
    if (wait) timer = setTimeout(show, PATIENCE);
    else if (state.connection.state === 'complete' && !shown) store.dispatch({ type: 'connection', data: { state: 'online' } });
    else show();
  });
  pill.querySelector('[data-action="reconnect"]')?.addEventListener('click', () => {
    link.redial();
    tellPane(pill, 'focusInput');
  });
}
