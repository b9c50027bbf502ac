// @ts-check
/** The drafts that the server has, by the keys of their conversations. */
import { roomLog } from '../core/store/log.js';
import { threadLog } from '../core/store/threads.js';

/** @param {{room: number, thread: number|null}} place */
export const keyOf = ({ room, thread }) => (thread ? threadLog(thread) : roomLog(room));

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  initial: () => ({ drafts: {} }),
  on: {
    draftList: (state, { drafts }) => ({ ...state, drafts: Object.fromEntries(drafts.map((one) => [keyOf(one), one])) }),
    draftChanged: (state, { draft, ...place }) => {
      const { [keyOf(place)]: before, ...others } = state.drafts;
      // What comes late is older.
      if (draft && before && before.version >= draft.version) return state;
      if (!draft && !before) return state;
      return { ...state, drafts: draft ? { ...others, [keyOf(place)]: draft } : others };
    },
  },
};
