// @ts-check
/**
 * What in a text is a link. The rule stands in words in weconnect/formatting/links.py, whose twin this
 * is, line by line; tests/js/links.json and a property test hold both to one result.
 */

// Spaces, controls and what is invisible but the joiners that letters need; lone surrogates; quotes,
// angle brackets, backslash; ideographic and fullwidth commas, stops and brackets.
const ENDS =
  '\\x00-\\x20"<>\\\\`\\x7f-\\xa0\\xad\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180e\\u2000-\\u200b' +
  '\\u200e\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000-\\u3003\\u3008-\\u3011\\u3014-\\u301b\\u3164' +
  '\\ud800-\\udfff\\ufeff\\uff01\\uff08\\uff09\\uff0c\\uff1a\\uff1b\\uff1f\\uff5c\\uff5f-\\uff64\\uffa0' +
  '\\ufff0-\\uffff\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}';
// What ends a sentence, quotes or sets off, in other scripts than ASCII.
const MORE = '\\xa1\\xab\\xb7\\xbb\\xbf\\u055c-\\u055e\\u0589\\u05c3\\u060c\\u061b\\u061f\\u06d4\\u0964\\u0965\\u1362\\u2010-\\u2027\\u2030-\\u205e';
const WORD = `(?![${ENDS}${MORE}])[0-9A-Za-z\\u00a1-\\u{10ffff}]`;
// Letters that may belong to a name in an address of mail: those of scripts with spaces between words.
const SPACED = '\\u00c0-\\u0dff\\u10a0-\\u10ff\\u1200-\\u137f\\u13a0-\\u13ff\\u1e00-\\u1fff';

const BEGINS = /[hH][tT][tT][pP][sS]?:\/\/|@/gu;
const FIRST = new RegExp(`\\[|${WORD}`, 'yu');
const PLAIN = new RegExp(`[^${ENDS}()\\[\\]\\{\\}]*`, 'yu');
const NOT_LAST = new RegExp(`[!'*,.:;?_~\\|(\\[\\{${MORE}]`, 'u');
const GLUED = /[0-9A-Za-z_+]/;
/** @type {Record<string, string>} */
const OPENS = { ')': '(', ']': '[', '}': '{' };

const LOCAL = new RegExp(`[0-9A-Za-z._+\\-]|(?![${ENDS}${MORE}])[${SPACED}]`, 'u');
const DOMAIN = new RegExp(`[^${ENDS}${MORE}\\x21-,\\/:-@\\[-\`\\{-~]*`, 'yu');
const LAST_LABEL = /[A-Za-z][0-9A-Za-z-]*|[^\x00-\x7f]*/yu;
const LONGEST_LOCAL = 64; // RFC 5321
const MAILTO = 'mailto:';

/** What a pattern matches at a place. @param {RegExp} pattern @param {string} text @param {number} at */
function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/**
 * A text in parts, in order; those with `href` are links. Joined, the parts are the text again.
 * @param {string} text
 * @returns {{text: string, href?: string}[]}
 */
export function linkParts(text) {
  /** @type {{text: string, href?: string}[]} */
  const parts = [];
  let at = 0;
  for (const begin of text.matchAll(BEGINS)) {
    const index = /** @type {number} */ (begin.index);
    if (index < at) continue;
    const isMail = begin[0] === '@';
    const [start, end] = isMail ? mail(text, index, at) : [index, webEnd(text, index, index + begin[0].length)];
    if (end <= start) continue;
    if (start > at) parts.push({ text: text.slice(at, start) });
    const link = text.slice(start, end);
    const bare = isMail && link.slice(0, MAILTO.length).toLowerCase() !== MAILTO;
    parts.push({ text: link, href: bare ? MAILTO + link : link });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

/** Where the address that begins at `start` ends; 0 if there is none. @param {string} text @param {number} start @param {number} after behind `://` */
function webEnd(text, start, after) {
  if ((start && GLUED.test(text[start - 1])) || matchAt(FIRST, text, after) === undefined) return 0;
  /** @type {Record<string, number>} */
  const opened = { '(': 0, '[': 0, '{': 0 };
  let end = after;
  for (;;) {
    end += matchAt(PLAIN, text, end)?.length ?? 0;
    const bracket = text[end];
    if (bracket in opened) opened[bracket] += 1;
    else if (opened[OPENS[bracket]]) opened[OPENS[bracket]] -= 1;
    else break;
    end += 1;
  }
  while (end > after && NOT_LAST.test(text[end - 1])) end -= 1;
  return end > after ? end : 0;
}

/** Where the address around an `@` begins and ends; 0, 0 if there is none. @param {string} text @param {number} sign @param {number} since */
function mail(text, sign, since) {
  const nothing = [0, 0];
  let start = sign;
  while (start > since && LOCAL.test(text[start - 1])) start -= 1;
  const before = start > since ? text[start - 1] : '';
  while (start < sign && '.-+'.includes(text[start])) start += 1;
  if (start === sign || sign - start > LONGEST_LOCAL || text[sign - 1] === '.' || before === '@' || before === '/') return nothing;
  const whole = matchAt(DOMAIN, text, sign + 1) ?? '';
  if (text[sign + 1 + whole.length] === '@' || whole[0] === '.' || whole[0] === '-') return nothing;
  let length = whole.split('..', 1)[0].length;
  while (length && '.-'.includes(whole[length - 1])) length -= 1;
  const domain = whole.slice(0, length);
  const dot = domain.lastIndexOf('.');
  let label = matchAt(LAST_LABEL, domain, dot + 1) ?? '';
  while (label.endsWith('-')) label = label.slice(0, -1);
  // Characters, not halves of them, as the server counts.
  if (dot < 0 || [...label.slice(0, 4)].length < 2) return nothing;
  if (text.slice(Math.max(since, start - MAILTO.length), start).toLowerCase() === MAILTO) start -= MAILTO.length;
  return [start, sign + 1 + dot + 1 + label.length];
}
