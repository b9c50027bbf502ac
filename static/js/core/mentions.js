// @ts-check
/** Whether a text calls somebody by `@name`, as the server counts it. */

const NAME = /(?<![\p{L}\p{N}_@.])@([\p{L}\p{N}_.-]{1,40})/gu;

const key = (/** @type {string} */ name) => name.normalize('NFKC').toLowerCase();

/** @param {string} content @param {string} username */
export function mentions(content, username) {
  if (!content.includes('@')) return false;
  for (const [, name] of content.matchAll(NAME)) {
    // "ask @ann." means ann; but "@ann." would be a name as well.
    if (key(name) === key(username) || key(name.replace(/[.-]+$/, '')) === key(username)) return true;
  }
  return false;
}
