// @ts-check
/** Read receipts: how far others have read, in rooms that want it, and in their threads. */
import { roomLog } from '../core/store/log.js';
import { threadLog } from '../core/store/threads.js';

/** @typedef {import('../core/wire.js').ReadMark} Mark */

/** @param {Mark[]} marks */
const byPerson = (marks) => Object.fromEntries(marks.map(({ user, readSeq }) => [user, readSeq]));

/** @param {PageState} state @param {string} key @param {Mark[]|null} marks those that moved; null: to be asked for anew */
function moved(state, key, marks) {
  const known = state.readers[key];
  if (!marks) return { ...state, readersStale: state.readersStale + 1 };
  if (!known) return state;
  const others = byPerson(marks.filter(({ user }) => user !== state.me.id));
  return { ...state, readers: { ...state.readers, [key]: { ...known, marks: { ...known.marks, ...others } } } };
}

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice: {
    initial: () => ({ readers: {}, readersStale: 0 }),
    on: {
      readers: (state, { key, shown, marks }) => ({ ...state, readers: { ...state.readers, [key]: { shown, marks: byPerson(marks) } } }),
      readersMoved: (state, { room, marks }) => moved(state, roomLog(room), marks),
      threadReadersMoved: (state, { thread, marks }) => moved(state, threadLog(thread), marks),
    },
  },
  actions: { readers: ({ there }) => there },
  acting: async () => ({ acts: { readers: async (item) => (await import('./dialog.js')).openReaders(item) } }),
  used: [() => import('./following.js')],
};
