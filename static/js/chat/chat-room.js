// @ts-check
/** <chat-room>: the frame around everything: panes, keys, and going from one room to another. */
import { app } from '../core/dom/app.js';
import { AppElement, isForBrowser, setAttribute, setText } from '../core/dom/element.js';
import { fetchSoon, whenUsed } from '../core/dom/lazy.js';
import { conversationOf, mainPane, paneOf, tellPane } from '../core/dom/pane.js';
import { announce, toast } from '../core/dom/page.js';
import { signal } from '../core/store/signals.js';
import { codeOf, explain, words } from '../core/i18n/words.js';
import { bindShortcuts } from './shortcuts.js';

/** Narrower than this there is one pane at a time. */
const PHONE = window.matchMedia('(max-width: 719.98px)');
const MIDDLE = window.matchMedia('(max-width: 1119.98px)');
const YEAR = 31_536_000;

export class ChatRoom extends AppElement {
  /** Which of two openings that overlap is the one that counts. */
  #turn = 0;
  /** @type {ReturnType<typeof import('./places.js').createPlaces> | undefined} */
  #places;

  start() {
    if (this.state.roomId === null) return;
    fetchSoon(() => import('./pill.js'), (found) => found.startPill());
    bindShortcuts(this);
    whenUsed(() => import('./go-to.js'), (found) => found.bindGoTo(this));
    whenUsed(() => import('./places.js'), (found) => (this.#places = found.createPlaces()));
    setAttribute(this, 'data-pane', { '#rooms': 'rooms', '#people': 'people' }[location.hash] ?? 'conversation');
    this.on(this, 'click', (event) => this.#click(event));
    this.on(window, 'popstate', () => this.#back());
    this.onSignal('openRoom', ({ room, message }) => this.open(room, { message }));
    this.onSignal('pane', ({ pane }) => this.#show(pane));
    this.on(window, 'focus', () => this.app.sync.check());
    history.replaceState({ room: this.state.roomId }, '');
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    const id = state.roomId ?? 0;
    return state.roomId !== before.roomId || state.rooms[id] !== before.rooms[id] || state.me !== before.me;
  }

  render(/** @type {PageState} */ state) {
    const room = state.rooms[state.roomId ?? 0];
    if (!room) return this.#gone();
    // Archived or opened again while one looks: the page that can be written in is another one.
    if (room.archived === Boolean(this.querySelector('[data-part="composer"]'))) return location.reload();
    setAttribute(this, 'data-room', room.id);
    const head = /** @type {HTMLElement} */ (this.querySelector('.conversation-head'));
    setAttribute(head, 'data-kind', room.kind);
    setText(this.find('room-name'), room.name);
    setAttribute(this.find('room-name'), 'title', room.name);
    setText(this.find('room-kind'), words.rooms.kind[room.kind]);
    setText(this.find('room-topic'), room.topic);
    setAttribute(this.find('room-topic'), 'title', room.topic);
    const settings = this.find('settings-link');
    if (settings) settings.hidden = room.kind === 'direct';
    this.find('encrypted').hidden = !room.encrypted;
    const encrypt = this.find('encrypt-link');
    if (encrypt) encrypt.hidden = room.kind !== 'direct' || room.encrypted || room.archived;
    for (const link of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('[data-room-href]'))) {
      setAttribute(link, link.matches('form') ? 'action' : 'href', link.dataset.roomHref?.replace('{room}', String(conversationOf(paneOf(link), state).room)));
    }
  }

  /**
   * The room on the screen was taken away: say so where one would write. Nobody is led elsewhere, where the rest of
   * what they are just writing would be said to others.
   */
  #gone() {
    if (this.#turn < 0 || !this.#wasMember) return;
    this.#turn = -1;
    const said = words.rooms.removed(this.find('room-name')?.textContent ?? '');
    const note = document.createElement('p');
    note.className = 'input-note';
    note.dataset.part = 'gone';
    note.tabIndex = -1;
    note.append(`${said} `, Object.assign(document.createElement('a'), { href: '/rooms', textContent: words.rooms.find }));
    const composer = this.querySelector('[data-part="composer"]');
    const wrote = composer?.contains(document.activeElement);
    composer?.replaceWith(note);
    if (wrote) note.focus();
    announce(said);
  }

  #wasMember = Boolean(app().store.get().rooms[app().store.get().roomId ?? 0]);

  /**
   * Opens a room in the page: from memory at once, and then from the server.
   * @param {number} id
   * @param {{push?: boolean, message?: number}} [options] `push`: a new step in the browser's history; the message at which it opens
   */
  async open(id, { push = true, message } = {}) {
    const { store, sync } = this.app;
    const room = store.get().rooms[id];
    // A page without a box to write in (a room that one looks at from outside) is of another kind.
    if (!room || room.archived || !this.querySelector('[data-part="composer"]')) return location.assign(message ? `/messages/${message}/there` : `/rooms/${id}`);
    if (id === store.get().roomId) {
      this.#show('conversation');
      return void (message && tellPane(mainPane(), 'jumpTo', { id: message }));
    }
    this.#turn += 1;
    const turn = this.#turn;
    this.#places?.leave();
    if (push) history.pushState({ room: id }, '', `/rooms/${id}${message ? `#m-${message}` : ''}`);
    if (push) this.#places?.pushed();
    document.cookie = `last_room=${store.get().me.id}.${id}; path=/; max-age=${YEAR}; samesite=lax`;
    store.dispatch({ type: 'opened', data: { room: id } });
    this.#show('conversation');
    if (!push) this.#places?.arrive();
    announce(words.rooms.opened(room.name));
    if (!PHONE.matches) tellPane(mainPane(), 'focusInput');
    try {
      await sync.open(id);
      if (message && turn === this.#turn) tellPane(mainPane(), 'jumpTo', { id: message });
    } catch (error) {
      // Without a line it is opened when the line is back.
      if (turn === this.#turn && !['offline', 'timeout', 'notFound'].includes(codeOf(error))) toast(await explain(error), 'error');
    }
  }

  #back() {
    const id = history.state?.room ?? Number(/^\/rooms\/(\d+)/.exec(location.pathname)?.[1]);
    if (id && id !== this.state.roomId) this.open(id, { push: false });
  }

  /** @param {'rooms'|'conversation'|'people'} pane */
  #show(pane) {
    setAttribute(this, 'data-pane', pane);
    const rooms = this.querySelector('[data-action="show-rooms"]');
    const people = this.querySelector('.conversation-head [data-action="show-people"]');
    if (rooms) setAttribute(rooms, 'aria-expanded', String(pane === 'rooms'));
    if (people) setAttribute(people, 'aria-expanded', String(PHONE.matches ? pane === 'people' : this.dataset.people === 'open'));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('[data-action]'));
    const action = button?.dataset.action;
    if (!button || isForBrowser(event)) return;
    if (action === 'browse' && this.app.features.has('switcher')) {
      event.preventDefault();
      return signal('switcher', {});
    }
    const dialogs = /** @type {Record<string, string>} */ ({ 'new-room': 'room', 'new-direct': 'direct', help: 'help' });
    if (action && dialogs[action]) {
      event.preventDefault();
      return signal('dialog', { name: dialogs[action] });
    }
    if (!action?.startsWith('show-') && action !== 'read-all' && action !== 'room-options') return;
    event.preventDefault();
    if (action === 'read-all') return signal('readAll');
    if (action === 'room-options') return signal('roomOptions', { room: conversationOf(paneOf(button), this.state).room ?? 0 });
    if (action === 'show-people') this.#togglePeople(button);
    else this.#showPane(action === 'show-rooms' ? 'rooms' : 'conversation', button);
  }

  /** @param {HTMLElement} button */
  #togglePeople(button) {
    if (PHONE.matches) return this.#showPane('people', button);
    const open = this.dataset.people !== 'open';
    this.dataset.people = open ? 'open' : 'closed';
    this.#show('conversation');
    if (!open && button.closest('#people')) this.#focus('.conversation-head [data-action="show-people"]');
  }

  /** The focus goes along: whoever opens a pane is in it. @param {'rooms'|'conversation'|'people'} pane @param {HTMLElement} button */
  #showPane(pane, button) {
    const from = this.dataset.pane;
    this.#show(pane);
    if (pane === 'rooms' && MIDDLE.matches) this.#focus('#rooms [aria-current="page"]', '#rooms a');
    if (pane === 'people' && PHONE.matches) this.#focus('#people a');
    if (pane === 'conversation' && button.closest('#rooms, #people, .scrim')) {
      this.#focus(`.conversation-head [data-action="show-${from === 'people' ? 'people' : 'rooms'}"]`);
    }
  }

  /** @param {string[]} selectors the first that is found */
  #focus(...selectors) {
    requestAnimationFrame(() => {
      const found = selectors.map((selector) => this.querySelector(selector)).find(Boolean);
      /** @type {HTMLElement|undefined} */ (found)?.focus();
    });
  }
}
