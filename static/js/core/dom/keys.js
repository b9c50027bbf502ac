// @ts-check
/**
 * All keys of the room page, once; features bring theirs along. Handlers ask here which one was pressed, and the help
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
 * @property {() => void} [does] what a key of the page does
 */

/** @type {Key[]} */
export const KEYS = [
  { where: 'links', name: 'up', key: 'ArrowUp' },
  { where: 'links', name: 'down', key: 'ArrowDown' },
  { where: 'links', name: 'first', key: 'Home' },
  { where: 'links', name: 'last', key: 'End' },
  { where: 'options', name: 'up', key: 'ArrowUp' },
  { where: 'options', name: 'down', key: 'ArrowDown' },
  { where: 'options', name: 'choose', key: 'Enter' },
];

/** Those of features. @param {Key[]} more */
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
