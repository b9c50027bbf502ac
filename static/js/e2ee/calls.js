// @ts-check
/** Whom a text calls for by an @, among a room's members: in a sealed message the sender's browser says it. */
import { api } from '../core/net/api.js';
import { pieces } from '../core/dom/html.js';

/** As in weconnect/mentions/names.py. */
const UNSPACED = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Bopomofo}\\p{Script=Hangul}\\p{Script=Yi}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const MENTION = new RegExp(`(?<=${UNSPACED}|(?<![\\p{L}\\p{M}\\p{N}_@＠.+]))[@＠]([\\p{L}\\p{M}\\p{N}._\\u200c\\u200d-]{1,128})`, 'gu');
const ENDS_UNSPACED = new RegExp(UNSPACED, 'u');
const MOST = 50;

const signs = new Intl.Segmenter();

/** One form of a username, however it is written. @param {string} name */
const keyOf = (name) => name.normalize('NFKC').toLowerCase().normalize('NFC');

/** What a run of letters behind an @ may mean, the longest first. @param {string} name */
function forms(name) {
  const bare = name.replace(/[\u200c\u200d]+.*$/u, '');
  const whole = [name.replace(/[\u200c\u200d]/gu, ''), bare];
  const found = whole.flatMap((one) => [one, one.replace(/[.-]+$/u, ''), one.replace(/[._-]+$/u, '')]);
  if (ENDS_UNSPACED.test(name)) {
    const letters = [...signs.segment(name)].map(({ segment }) => segment);
    for (let cut = letters.length - 1; cut > 0; cut -= 1) {
      if (ENDS_UNSPACED.test(letters[cut - 1]) || ENDS_UNSPACED.test(letters[cut])) found.push(letters.slice(0, cut).join(''));
    }
  }
  return [...new Set(found.filter(Boolean).map(keyOf))];
}

/** For each name that a text mentions what it may mean. What stands in a link mentions nobody. @param {string} text */
export const namesIn = (text) =>
  pieces(text).filter(({ href, hidden }) => !href && !hidden).flatMap((part) => [...part.text.matchAll(MENTION)].map((match) => forms(match[1]))).slice(0, MOST);

/**
 * The ids of the members whom a text calls for.
 * @param {string} text
 * @param {number} room
 * @param {{id: number, username: string}[]} members those who are known here
 * @param {typeof api} [ask] asks for the others
 */
export async function callsIn(text, room, members, ask = api) {
  /** @type {Set<number>} */
  const found = new Set();
  for (const names of namesIn(text)) {
    let member = best(names, members);
    if (!member) {
      const query = encodeURIComponent(names[names.length - 1]);
      const answer = await ask('GET', `/rooms/${room}/members?limit=50&q=${query}`).catch(() => null);
      member = best(names, answer?.members ?? []);
    }
    if (member) found.add(member.id);
  }
  return [...found];
}

/** @param {string[]} names the longest first @param {{id: number, username: string}[]} members */
function best(names, members) {
  for (const name of names) {
    const member = members.find(({ username }) => keyOf(username) === name);
    if (member) return member;
  }
  return undefined;
}
