// @ts-check
/** Two devices wrote in the same box: what stands there then. Nothing that was written is lost. */

/** @typedef {import('../core/net/local.js').Draft} Draft */

/**
 * @param {Draft} mine what stands here
 * @param {boolean} dirty whether that was changed here, and the server does not have it
 * @param {Draft} theirs what the server has, that is not what this was made of
 * @returns {{draft: Draft, push: boolean}} `push`: the server is to have it
 */
export function merged(mine, dirty, theirs) {
  const nothing = (/** @type {Draft} */ { text, replyTo }) => !text && !replyTo;
  // What was sent or deleted here was another one.
  if (!dirty || nothing(mine)) return { draft: theirs, push: false };
  if (nothing(theirs)) return { draft: mine, push: true };
  const replyTo = mine.replyTo ?? theirs.replyTo;
  if (mine.text.includes(theirs.text)) return { draft: { text: mine.text, replyTo }, push: mine.text !== theirs.text || replyTo !== theirs.replyTo };
  if (theirs.text.includes(mine.text)) return { draft: { text: theirs.text, replyTo }, push: replyTo !== theirs.replyTo };
  return { draft: { text: `${theirs.text}\n${mine.text}`, replyTo }, push: true };
}
