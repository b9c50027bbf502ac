// @ts-check
/** What a page without the worker has to know: which device this browser is, and which rooms were encrypted: "DEVICE 7 12 ". */
const keyOf = (/** @type {number} */ me) => `weconnect:e2ee:${me}`;

/** @param {number} me @returns {{device: string, rooms: number[]}} */
export function known(me) {
  try {
    const [device = '', ...rooms] = (localStorage.getItem(keyOf(me)) ?? '').split(' ');
    return { device, rooms: rooms.filter(Boolean).map(Number) };
  } catch {
    return { device: '', rooms: [] };
  }
}

/** @param {number} me @param {{device?: string, rooms?: number[]}} news */
export function note(me, { device, rooms = [] }) {
  const before = known(me);
  const all = [...new Set([...before.rooms, ...rooms])];
  if (all.length === before.rooms.length && (device ?? before.device) === before.device) return;
  try {
    localStorage.setItem(keyOf(me), [device ?? before.device, ...all, ''].join(' '));
  } catch {
    // Where a browser stores nothing, the worker has no keys either.
  }
}

/** Whether a recovery key was made in this browser that nobody put in once more. @param {number} me */
export function unkept(me) {
  try {
    return localStorage.getItem(`${keyOf(me)}:unkept`) !== null;
  } catch {
    return false;
  }
}

/** @param {number} me @param {boolean} is */
export function noteUnkept(me, is) {
  try {
    if (is) localStorage.setItem(`${keyOf(me)}:unkept`, '');
    else localStorage.removeItem(`${keyOf(me)}:unkept`);
  } catch {
    // As above.
  }
}
