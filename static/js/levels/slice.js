// @ts-check
/** What of each room calls for one. */
import { mapped } from '../core/store/records.js';

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  on: {
    levelChanged(state, { room, level, usualLevel, muted }) {
      const known = state.rooms[room];
      // One that is not here counts otherwise now: the server knows how.
      if (!known) return { ...state, stale: state.stale + 1 };
      return { ...state, rooms: { ...state.rooms, [room]: { ...known, level, usualLevel, muted } } };
    },
    usualLevelChanged: (state, { level }) => ({
      ...state,
      stale: state.elsewhere.rooms ? state.stale + 1 : state.stale,
      rooms: mapped(state.rooms, (room) => (room.usualLevel && room.level !== level ? { ...room, level } : room)),
    }),
  },
};
