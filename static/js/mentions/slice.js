// @ts-check
/**
 * How many messages call for one. They are counted in the rooms on the page, if their messages are here: there every
 * change is heard; and where one is heard live and none is missing, as in a room that is just being left. Elsewhere the
 * server's figure stands.
 *
 * @typedef {PageState} State
 */
import { callsMe } from './mine.js';
import { emptyLog, missing, position, roomLog, roomsShown, segment } from '../core/store/log.js';

/** @param {State} state @param {import('../core/wire.js').RoomSummary} room @returns {number | undefined} undefined where it takes the server to know */
function mentionsHere(state, room) {
  const { list, withheld } = state.logs[roomLog(room.id)] ?? emptyLog();
  const [start] = segment(list, undefined, withheld);
  if (!list.length || list[start].seq > room.readSeq + 1 || list[list.length - 1].seq < room.lastSeq) return undefined;
  return list.slice(position(list, room.readSeq + 1)).filter((m) => callsMe(m, state.me.id)).length;
}

/** @param {State} state @param {number} id @returns {State} */
function recountedIn(state, id) {
  const room = state.rooms[id];
  const mentions = room?.unread ? mentionsHere(state, room) : undefined;
  if (mentions === undefined || mentions === room.mentions) return state;
  return { ...state, rooms: { ...state.rooms, [id]: { ...room, mentions } } };
}

/** @param {State} state */
const recounted = (state) => roomsShown(state).reduce(recountedIn, state);

/** One change, live. @param {State} state @param {import('../core/wire.js').Message} message */
function live(state, { room }) {
  const log = state.logs[roomLog(room)];
  return recounted(log && !missing(log) && !log.ahead.length ? recountedIn(state, room) : state);
}

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  on: {
    newMessage: live,
    messageChanged: live,
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
