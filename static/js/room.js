// @ts-check
/** Puts the room page together: store, line, outbox, and the features that show them. */
import { io } from '../vendor/socket.io-client@4.8.4/socket.io.esm.min.js';
import { api, ended } from './core/net/api.js';
import { provide } from './core/dom/app.js';
import { registryOf } from './core/dom/registry.js';
import { codeOf } from './core/i18n/words.js';
import { forget, onMovedOut, stay } from './core/net/forget.js';
import { createLocal } from './core/net/local.js';
import { createOutbox } from './core/net/outbox.js';
import { onSignal } from './core/store/signals.js';
import { createLink } from './core/net/socket.js';
import { composed } from './core/store/store.js';
import { createSync } from './core/net/sync.js';
import { serverTime } from './core/i18n/time.js';

/** How often a page that is looked at asks whether it has missed something. */
const CHECK_EVERY = 60_000;

/** How long news of rooms that are not in the list are gathered. */
const REFRESH_AFTER = 3000;

/** @param {number} ms @returns {Promise<void>} */
const wait = (ms) => new Promise((done) => void setTimeout(done, ms));

/** One tab at a time, where the browser can say so; a double is harmless, as each message has its id. @param {string} name @param {() => Promise<void>} work */
const lock = async (name, work) => void (await (navigator.locks ? navigator.locks.request(name, work) : work()));

/**
 * @param {PageData} page the JSON of `#state`
 * @param {import('./core/dom/registry.js').Feature[]} features in their order: in it they hear of what happens
 */
export function startRoom(page, features) {
  serverTime.heard(page.now);
  const registry = registryOf(features);
  const { createStore, initialState } = composed(features.flatMap(({ slice = [] }) => slice), registry.arrivals);
  const store = createStore(initialState(page));
  const local = createLocal(page.me.id, page.storageKey, registry.keeping);
  const socket = io({
    autoConnect: false,
    path: '/socket.io/',
    // Whose page this is: the login of the browser may be another's by now.
    auth: { person: page.me.id },
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 15_000,
    randomizationFactor: 0.5,
  });
  const link = createLink({ socket, dispatch: store.dispatch, onConnect, onClosed, ended, network: () => navigator.onLine });
  const sync = createSync({ request: link.request, store, wait });
  const outbox = createOutbox({ request: link.request, online: link.online, storage: local, store, lock, wait, steps: registry.steps, now: serverTime.now });
  const app = { store, link, sync, outbox, local, features: registry };
  provide(app);

  const status = (/** @type {Connection} */ data) => store.dispatch({ type: 'connection', data });

  /** @param {boolean} again */
  async function onConnect(again) {
    sync.lost();
    if (again) status({ state: 'catching-up' });
    outbox.restore().then(outbox.resume);
    try {
      await sync.resume((toGo) => again && status({ state: 'catching-up', toGo }));
      if (again) await refreshRooms();
      if (link.online()) status({ state: again ? 'complete' : 'online' });
    } catch (error) {
      // A line that broke again comes back here; anything else is tried again in a while.
      if (link.online() && !['offline', 'timeout', 'notFound', 'unauthorized'].includes(codeOf(error))) {
        await wait(5000);
        if (link.online()) onConnect(true);
      }
    }
  }

  async function refreshRooms() {
    const answer = await api('GET', '/rooms').catch(() => null);
    if (answer) store.dispatch({ type: 'rooms', data: answer });
  }

  let refreshing = false;
  /** Something happened in rooms that are not here; however much, the list is fetched once in a while. */
  async function refreshSoon() {
    if (refreshing) return;
    refreshing = true;
    await wait(REFRESH_AFTER);
    const asked = store.get().stale;
    await refreshRooms();
    refreshing = false;
    if (store.get().stale !== asked) refreshSoon();
  }
  store.subscribe((state, before) => {
    if (state.stale !== before.stale) refreshSoon();
  });

  /** @param {string} code */
  async function onClosed(code) {
    // Nobody writes on a page whose person is gone, and nothing lies over the word that says so.
    for (const form of document.forms) form.inert = true;
    for (const dialog of document.querySelectorAll('dialog')) dialog.close();
    document.getElementById('emoji')?.hidePopover?.();
    // What was not sent waits, sealed, until its person is back. Who is shut out for good is not.
    const all = code === 'banned' || (code === 'loggedOut' && !isSecureContext);
    await forget(all ? { unsentOf: page.me.id } : {});
    // Who has more to read has more time; in the end the room is off the screen for them, too.
    await wait({ banned: 5000, otherPerson: 3000 }[code] ?? 1500);
    if (!navigator.onLine) await new Promise((online) => window.addEventListener('online', online, { once: true }));
    location.assign(code === 'otherPerson' ? '/' : `/login?next=${encodeURIComponent(location.pathname)}`);
  }

  onSignal('otherPerson', () => link.end('otherPerson'));
  onSignal('leaving', () => link.stop());
  onMovedOut(page.me.id, async (somebodyElse) => {
    if (somebodyElse) return link.end('otherPerson');
    // The server says so as well, if there is a line. Otherwise it is asked: people may also empty the
    // browser's storage by hand.
    await wait(1000);
    if (store.get().connection.state === 'closed') return;
    if ((await ended()) === null) stay(page.me.id);
    else link.end('loggedOut');
  });

  window.addEventListener('offline', () => link.networkLost());
  window.addEventListener('online', () => link.redial());
  // A page out of the back button's memory has been asleep.
  window.addEventListener('pageshow', (event) => event.persisted && link.redial());
  setInterval(() => document.visibilityState === 'visible' && link.online() && sync.check(), CHECK_EVERY);

  registry.start(app);
  link.start();
}
