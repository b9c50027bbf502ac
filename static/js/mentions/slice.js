// @ts-check
/**
 * How many messages call for one. They are counted in the room on the screen, if its messages are here: only there
 * every change is heard. Elsewhere the server's figure stands.
 *
 * @typedef {PageState} State
 */
import { position, roomLog, segment } from '../core/store/log.js';

/** @param {State} state @returns {number | undefined} undefined where it takes the server to know */
function mentionsHere(state) {
  const room = state.rooms[state.roomId ?? 0];
  const list = state.logs[roomLog(state.roomId)]?.list ?? [];
  const [start] = segment(list);
  if (!room || !list.length || list[start].seq > room.readSeq + 1 || list[list.length - 1].seq < room.lastSeq) return undefined;
  return list.slice(position(list, room.readSeq + 1)).filter((m) => m.mentions.includes(state.me.id)).length;
}

/** @param {State} state @returns {State} */
function recounted(state) {
  const room = state.rooms[state.roomId ?? 0];
  const mentions = room?.unread ? mentionsHere(state) : undefined;
  if (mentions === undefined || mentions === room.mentions) return state;
  return { ...state, rooms: { ...state.rooms, [room.id]: { ...room, mentions } } };
}

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  on: {
    newMessage: recounted,
    messageChanged: recounted,
    joined: recounted,
    page: recounted,
    changes: recounted,
    roomAdded: recounted,
    roomChanged: recounted,
    roomActivity: recounted,
    readState: recounted,
    rooms: recounted,
  },
};
