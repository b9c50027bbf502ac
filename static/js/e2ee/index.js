// @ts-check
/** Encrypted rooms: what is needed of them in any room. All else comes when an encrypted one is shown (`room.js`). */
import { app } from '../core/dom/app.js';
import { AppElement } from '../core/dom/element.js';

/** @type {typeof import('./room.js')|undefined} */
let here;
/** @type {Promise<void>|undefined} */
let coming;
const fetchRoom = () => (coming ??= import('./room.js').then((found) => void (here = found).begin(), () => void (coming = undefined)));
const sealing = () => import('./sealing.js');
const drawer = () => import('./drawer.js');

/** What this browser remembers, as `rooms-known.js` writes it. */
function remembered() {
  try {
    return localStorage.getItem(`weconnect:e2ee:${app().store.get().me.id}`) ?? '';
  } catch {
    return '';
  }
}

/** Whether nothing may leave for a room in the open: whatever the server says by now. @param {number} room */
const encrypted = (room) => app().store.get().rooms[room]?.encrypted || remembered().includes(` ${room} `);

/** <seal-bar>: what there is to do before one can read and write here. */
class SealBar extends AppElement {
  render(/** @type {PageState} */ state) {
    const { mail } = state.e2ee;
    // Mail for this device brings keys of what is read later.
    if (here) here.show(this);
    else if (encrypted(state.roomId ?? 0) || (mail && remembered().startsWith(mail))) fetchRoom().then(() => here?.show(this));
  }
}

/** @param {PageState} state @param {Partial<PageState['e2ee']>} change @returns {PageState} */
const told = (state, change) => ({ ...state, e2ee: { ...state.e2ee, ...change } });

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice: {
    initial: () => ({ e2ee: { status: null, trust: {}, verifications: {}, news: 0 } }),
    on: {
      keyring: told,
      deviceMail: (state, { device }) => told(state, { mail: device, news: state.e2ee.news + 1 }),
      keysChanged: (state) => told(state, { news: state.e2ee.news + 1 }),
    },
  },
  elements: { 'seal-bar': SealBar },
  parts: [
    {
      arrived: (message, _, me) => (here ? here.arrived(message, me) : message),
      show: (item, message) => here?.showSeal(item, message),
      places: '[data-part="seal"] button',
    },
  ],
  steps: [
    {
      name: 'seal',
      each: true,
      isAlone: ({ room }) => encrypted(room),
      prepare: async (entry, _, tries) => (encrypted(entry.room) ? (await sealing()).sealed(entry, tries) : {}),
    },
  ],
  edits: [async (message, text) => (encrypted(message.room) ? (await sealing()).edit(message, text) : undefined)],
  opens: [async (messages) => (messages.some(({ sealed }) => sealed) ? (await import('./reading.js')).opened(messages) : messages)],
  keeping: {
    of: encrypted,
    take: async (name) => (await drawer()).take(name),
    put: async (name, text) => (await drawer()).put(name, text),
    seal: async (name, text) => (await drawer()).seal(name, text),
    open: async (name, sealed) => (await drawer()).open(name, sealed),
    files: () => import('./files.js'),
  },
  acting: async () => ({ acts: { seal: (...args) => here?.act(...args) } }),
};
