// @ts-check
/** The form in which texts are compared where people search; the same as weconnect/engine/i18n/folding.py's, by the same steps. */
import { MAX_CONTENT } from '../wire.js';

const MOST = 4 * MAX_CONTENT;
const ACCENT = /\p{Default_Ignorable_Code_Point}|(?!\p{Script_Extensions=Hiragana})(?=\p{Mn})[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]/gu;
const ASCII = /^[\x00-\x7f]*$/;

/** Without differences of case, width, composition and accents. @param {string} text */
export function fold(text) {
  if (ASCII.test(text)) return text.toLowerCase();
  let bare = text.normalize('NFKD');
  if (bare.length > MOST) bare = [...bare].slice(0, MOST).join('');
  // To and fro, so that letters meet which have one capital in common: ß and ss, ı and i.
  const small = bare.replace(ACCENT, '').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  return small.normalize('NFKC');
}

/** @type {Map<string, string[]>} */
const known = new Map();
const MOST_KNOWN = 5000;

/** @param {string} name */
function signsOf(name) {
  let signs = known.get(name);
  if (!signs) {
    if (known.size >= MOST_KNOWN) known.clear();
    signs = [...fold(name)];
    known.set(name, signs);
  }
  return signs;
}

/** The order of two names as the server has it: folded, by code points. @param {string} a @param {string} b @returns {number} */
export function byName(a, b) {
  if (a === b) return 0;
  const [x, y] = [signsOf(a), signsOf(b)];
  const at = x.findIndex((sign, i) => sign !== y[i]);
  if (at < 0) return x.length - y.length;
  return at < y.length ? /** @type {number} */ (x[at].codePointAt(0)) - /** @type {number} */ (y[at].codePointAt(0)) : 1;
}
