// @ts-check
/** Puts the room page together: store, line, outbox, and the elements that show them. */
import { io } from '../vendor/socket.io-client@4.8.4/socket.io.esm.min.js';
import { ChatRoom } from './chat/chat-room.js';
import { api, loggedIn } from './core/api.js';
import { provide } from './core/app.js';
import { onFirst } from './core/lazy.js';
import { createLocal, forgetEverything } from './core/local.js';
import { createOutbox } from './core/outbox.js';
import { createLink } from './core/socket.js';
import { createStore, initialState } from './core/store.js';
import { createSync } from './core/sync.js';
import { InputBox } from './messages/input-box.js';
import { MessageItem } from './messages/message-item.js';
import { MessageList } from './messages/message-list.js';
import { startAway } from './presence/away.js';
import { startTypingLine } from './presence/typing-line.js';
import { UserList } from './presence/user-list.js';
import { RoomList } from './rooms/room-list.js';

/** How often a page that is looked at asks whether it has missed something. */
const CHECK_EVERY = 60_000;

const wait = (/** @type {number} */ ms) => new Promise((/** @type {(value?: any) => void} */ done) => setTimeout(done, ms));

/** One tab at a time, where the browser can say so; a double is harmless, as each message has its id. @param {string} name @param {() => Promise<void>} work */
const lock = async (name, work) => void (await (navigator.locks ? navigator.locks.request(name, work) : work()));

/** @param {any} page the JSON of `#state` */
export function startRoom(page) {
  const store = createStore(initialState(page));
  const local = createLocal(page.me.id);
  const socket = io({
    autoConnect: false,
    path: '/socket.io/',
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 15_000,
    randomizationFactor: 0.5,
  });
  const link = createLink({ socket, dispatch: store.dispatch, onConnect, onClosed, loggedIn, network: () => navigator.onLine });
  const sync = createSync({ request: link.request, store, wait });
  const outbox = createOutbox({ request: link.request, online: link.online, storage: local, store, lock, wait });
  provide({ store, link, sync, outbox, local });

  const status = (/** @type {any} */ data) => store.dispatch({ type: 'connection', data });

  /** @param {boolean} again */
  async function onConnect(again) {
    sync.lost();
    if (again) status({ state: 'catching-up' });
    outbox.restore().then(outbox.resume);
    const { roomId, rooms } = store.get();
    try {
      // A public room that one only looks at is not entered: entering makes one a member.
      if (roomId !== null && rooms[roomId]) await sync.open(roomId, (toGo) => again && status({ state: 'catching-up', toGo }));
      if (again) await refreshRooms();
      if (link.online()) status({ state: again ? 'complete' : 'online' });
    } catch (/** @type {any} */ error) {
      // A line that broke again comes back here; anything else is tried again in a while.
      if (link.online() && !['offline', 'timeout', 'notFound', 'unauthorized'].includes(error.code)) {
        await wait(5000);
        if (link.online()) onConnect(true);
      }
    }
  }

  async function refreshRooms() {
    const answer = await api('GET', '/rooms').catch(() => null);
    if (answer) store.dispatch({ type: 'rooms', data: answer });
  }

  /** @param {string} code */
  async function onClosed(code) {
    // An expired login keeps what was not sent for the next one; whoever logs out leaves nothing behind.
    if (code !== 'expired') await forgetEverything();
    // Who is shut out for good has more to read; in the end the room is off the screen for them, too.
    const pause = code === 'banned' ? 5000 : 1500;
    setTimeout(() => location.assign(`/login?next=${encodeURIComponent(location.pathname)}`), pause);
  }

  window.addEventListener('offline', () => link.networkLost());
  window.addEventListener('online', () => link.redial());
  document.addEventListener('submit', (event) => {
    if (new URL(/** @type {HTMLFormElement} */ (event.target).action, location.href).pathname === '/logout') link.stop();
  });
  // A page out of the back button's memory has been asleep.
  window.addEventListener('pageshow', (event) => event.persisted && link.redial());
  setInterval(() => document.visibilityState === 'visible' && link.online() && sync.check(), CHECK_EVERY);

  customElements.define('message-item', MessageItem);
  customElements.define('message-list', MessageList);
  customElements.define('input-box', InputBox);
  customElements.define('room-list', RoomList);
  customElements.define('user-list', UserList);
  customElements.define('chat-room', ChatRoom);
  startTypingLine();
  startAway();
  onFirst('dialog', () => import('./rooms/room-dialogs.js').then((module) => module.startDialogs));
  onFirst('pickEmoji', () => import('./reactions/emoji-picker.js').then((module) => module.startEmojiPicker));
  link.start();
}
