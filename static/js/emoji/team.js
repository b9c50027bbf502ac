// @ts-check
/**
 * The emojis that the team has made. In encrypted rooms the server must not learn which of them somebody sees: whoever
 * is in one fetches the pictures of all, and draws from those.
 *
 * @typedef {import('../core/wire.js').EmojiPicture} TeamEmoji
 * @typedef {{version: number, emojis: TeamEmoji[]}} Team
 */
import { app } from '../core/dom/app.js';
import { api, file } from '../core/net/api.js';

const AT_ONCE = 6;

/** @type {Promise<Team>|undefined} */
let fetched;
/** The version that this page knows of while it has not fetched them. */
let version = 0;
/** Pictures as addresses within this page, by theirs. @type {Map<string, Promise<string>>} */
const own = new Map();

/** @param {Team} [before] what one has already; or a list of that version @returns {Promise<Team>} */
async function ask(before) {
  const found = /** @type {import('../core/wire.js').EmojiList} */ (await api('GET', before ? `/emoji?known=${before.version}` : '/emoji'));
  app().store.dispatch({ type: 'ownEmojisChanged', data: found });
  return { version: found.version, emojis: found.emojis ?? before?.emojis ?? [] };
}

/** @param {boolean} [anew] whether the server is asked again */
export function fetchTeam(anew = false) {
  if (anew || !fetched) {
    const before = fetched;
    const asked = teamNow().then(ask);
    fetched = asked;
    asked.catch(() => {
      if (fetched === asked) fetched = before;
    });
  }
  return fetched;
}

/** What is known of them; undefined until somebody has asked. */
export const teamNow = async () => fetched?.catch(() => undefined);

/** A change is told. @param {import('../core/wire.js').EmojiChanged} change */
export async function takeChange({ version: now, gone, emoji }) {
  const list = await teamNow();
  const known = list?.version ?? Math.max(version, app().store.get().emojiVersion);
  version = Math.max(known, now);
  if (now <= known) return;
  // Something was missed before.
  if (now > known + 1 || !(gone || emoji)) await fetchTeam(true);
  else if (list) {
    const others = list.emojis.filter(({ name }) => name !== gone && name !== emoji?.name);
    const emojis = emoji ? [...others, emoji].sort((a, b) => (a.name < b.name ? -1 : 1)) : others;
    fetched = Promise.resolve({ version: now, emojis });
  }
}

/** The line was away. Whoever had fetched nothing fetches all of them only if they are others now. */
export async function catchUpTeam() {
  if (fetched) return fetchTeam(true);
  const { emojiVersion } = app().store.get();
  const before = { version: Math.max(version, emojiVersion), emojis: [] };
  const found = await ask(before);
  if (found.version !== before.version) fetched ??= Promise.resolve(found);
}

/** @param {string} name @returns {Promise<TeamEmoji|undefined>} */
export const teamEmoji = async (name) => (await fetchTeam()).emojis.find((one) => one.name === name);

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
