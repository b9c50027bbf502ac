// @ts-check
/**
 * All keys of the room page, once, those of features among them: handlers ask here which one was pressed, and the help
 * sheet lists them.
 *
 * @typedef {object} Key
 * @property {string} name
 * @property {string} where the place in which it works: 'page', 'box', 'edit', 'list', 'message', 'links', 'options', 'chips', or a feature's own
 * @property {string} key as in KeyboardEvent; letters without their case
 * @property {string} [code] as in KeyboardEvent, of keys that write something else with Shift on each keyboard
 * @property {boolean} [command] with Ctrl, or ⌘ on a Mac
 * @property {boolean} [alt]
 * @property {boolean} [shift] demanded of keys that exist with and without it
 * @property {() => string} [says] what a feature's key does, for the help sheet
 * @property {() => void} [does] what a feature's key of the page does
 */

/** @type {Key[]} */
export const KEYS = [
  { where: 'box', name: 'send', key: 'Enter' },
  { where: 'box', name: 'newLine', key: 'Enter', shift: true },
  { where: 'box', name: 'editLast', key: 'ArrowUp' },
  { where: 'box', name: 'leaveReply', key: 'Escape' },
  { where: 'edit', name: 'save', key: 'Enter' },
  { where: 'edit', name: 'leaveEdit', key: 'Escape' },
  { where: 'page', name: 'roomAbove', key: 'ArrowUp', alt: true },
  { where: 'page', name: 'roomBelow', key: 'ArrowDown', alt: true },
  { where: 'page', name: 'unreadAbove', key: 'ArrowUp', alt: true, shift: true },
  { where: 'page', name: 'unreadBelow', key: 'ArrowDown', alt: true, shift: true },
  { where: 'page', name: 'firstUnread', key: 'PageUp', alt: true },
  { where: 'page', name: 'readAll', key: 'Escape', shift: true },
  { where: 'page', name: 'help', key: '?' },
  { where: 'page', name: 'leavePane', key: 'Escape' },
  { where: 'list', name: 'previousMessage', key: 'ArrowUp' },
  { where: 'list', name: 'nextMessage', key: 'ArrowDown' },
  { where: 'list', name: 'firstMessage', key: 'Home' },
  { where: 'list', name: 'newestMessage', key: 'End' },
  { where: 'list', name: 'intoMessage', key: 'ArrowRight' },
  { where: 'list', name: 'outOfMessage', key: 'ArrowLeft' },
  { where: 'list', name: 'leaveList', key: 'Escape' },
  { where: 'message', name: 'reply', key: 'r' },
  { where: 'message', name: 'edit', key: 'e' },
  { where: 'message', name: 'copy-link', key: 'c' },
  { where: 'message', name: 'mark-unread', key: 'u' },
  { where: 'message', name: 'delete', key: 'Delete' },
  { where: 'links', name: 'up', key: 'ArrowUp' },
  { where: 'links', name: 'down', key: 'ArrowDown' },
  { where: 'links', name: 'first', key: 'Home' },
  { where: 'links', name: 'last', key: 'End' },
  { where: 'options', name: 'up', key: 'ArrowUp' },
  { where: 'options', name: 'down', key: 'ArrowDown' },
  { where: 'options', name: 'choose', key: 'Enter' },
  { where: 'chips', name: 'removeLast', key: 'Backspace' },
];

/** Features bring theirs along. @param {Key[]} more */
export const addKeys = (more) => void KEYS.push(...more);

/**
 * The key that was pressed at a place; undefined if it has no meaning there.
 * @param {KeyboardEvent} event
 * @param {Key['where']} where
 * @returns {Key | undefined}
 */
export function keyOf(event, where) {
  // A browser that fills a form in tells of a key that is none.
  if (!event.key) return undefined;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // Where a key writes a sign, Shift tells nothing apart: "?" and "+" need it on some keyboards.
  const shifted = (command || key.length > 1) && event.shiftKey;
  return KEYS.find(
    (one) =>
      one.where === where && (one.code ? one.code === event.code : one.key === key) && Boolean(one.command) === command && Boolean(one.alt) === event.altKey && Boolean(one.shift) === shifted,
  );
}

/** What a key press means at a place, by its name. @param {KeyboardEvent} event @param {Key['where']} where @returns {string | undefined} */
export const pressed = (event, where) => keyOf(event, where)?.name;
