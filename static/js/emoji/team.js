// @ts-check
/**
 * The emojis that the team has made. In encrypted rooms the server must not learn which of them somebody sees: whoever
 * is in one fetches the pictures of all, and draws from those.
 *
 * @typedef {import('../core/wire.js').TeamEmoji} TeamEmoji
 */
import { app } from '../core/dom/app.js';
import { api, file } from '../core/net/api.js';

/** A name that is not known is asked for again after so long: it may be new; milliseconds. */
const AGAIN = 10_000;
const AT_ONCE = 6;

/** @type {Promise<{emojis: TeamEmoji[], mayAdd: boolean}>|undefined} */
let fetched;
let at = 0;
/** Pictures as addresses within this page, by theirs. @type {Map<string, Promise<string>>} */
const own = new Map();

/** @param {boolean} [anew] whether the server is asked again */
export function fetchTeam(anew = false) {
  if (anew || !fetched) {
    at = Date.now();
    const asked = api('GET', '/emoji').then((found) => {
      const { store } = app();
      if (found.skinTone !== store.get().skinTone) store.dispatch({ type: 'skinTone', data: found.skinTone });
      return found;
    });
    fetched = asked;
    asked.catch(() => fetched === asked && (fetched = undefined));
  }
  return fetched;
}

/** @param {string} name @returns {Promise<TeamEmoji|undefined>} */
export async function teamEmoji(name) {
  const find = async () => (await fetchTeam()).emojis.find((one) => one.name === name);
  const found = await find();
  if (found || Date.now() - at < AGAIN) return found;
  fetchTeam(true);
  return find();
}

const inEncryptedRooms = () => Object.values(app().store.get().rooms).some(({ encrypted }) => encrypted);

/** Where a picture of the team is to be taken from. @param {string} address */
export async function sourceOf(address) {
  if (!inEncryptedRooms()) return address;
  const { emojis } = await fetchTeam();
  const all = [...new Set(emojis.flatMap(({ picture, still }) => [still, picture]))];
  if (!own.has(address)) await fetchAll(all);
  const found = own.get(address);
  // What could not be fetched along with all others is not asked for by itself.
  if (!found) throw new Error(address);
  return found;
}

/** @type {Promise<unknown>} */
let fetching = Promise.resolve();

/** All pictures, some at once, in the order of their names. @param {string[]} addresses */
function fetchAll(addresses) {
  fetching = fetching.then(async () => {
    const wanted = addresses.filter((address) => !own.has(address));
    for (let from = 0; from < wanted.length; from += AT_ONCE) {
      const some = wanted.slice(from, from + AT_ONCE);
      for (const address of some) own.set(address, blobOf(address));
      await Promise.allSettled(some.map((address) => own.get(address)));
    }
  });
  return fetching;
}

/** @param {string} address */
async function blobOf(address) {
  try {
    return URL.createObjectURL(await (await file(address)).blob());
  } catch (error) {
    own.delete(address);
    throw error;
  }
}
