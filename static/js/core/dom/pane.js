// @ts-check
/**
 * A pane is a place on the page that shows one conversation: what was said, a box to write in, who is typing. There
 * may be several. What stands in one finds it by going up from itself, and tells the others in it by events that
 * bubble up to it: nothing there is found by an id.
 *
 * `<main data-conversation="">` shows the room on the screen. Another one names the key of its log, and the room that
 * this belongs to: `data-conversation="room:7" data-room="7"`.
 */
import { roomLog } from '../store/log.js';

const PANE = '[data-conversation]';

/** @param {Element} node @returns {HTMLElement} the pane that it stands in; without one the page is it */
export const paneOf = (node) => node.closest(PANE) ?? document.body;

/** The pane that shows the room on the screen, or none. @returns {HTMLElement|null} */
export const mainPane = () => document.querySelector(`${PANE}[data-conversation=""]`);

/** Whether a pane shows the room on the screen: only there do links to messages lead. @param {HTMLElement} pane */
export const isMain = (pane) => !pane.dataset.conversation;

/**
 * The conversation of a pane: the key of its log, and its room.
 * @param {HTMLElement} pane
 * @param {PageState} state
 * @returns {{key: string, room: number|null}}
 */
export function conversationOf(pane, state) {
  const { conversation: key, room } = pane.dataset;
  return key ? { key, room: Number(room) } : { key: roomLog(state.roomId), room: state.roomId };
}

/** A conversation's room, with how far that conversation is read. @param {PageState} state @param {{key: string, room: number|null}} which */
export function entryOf({ rooms, logs }, { key, room }) {
  const [entry, thread] = [rooms[room ?? 0], logs[key]?.thread];
  return entry && thread ? { ...entry, ...thread } : entry;
}

/**
 * Tells all in the pane of a node.
 * @template {keyof PaneEvents} Name
 * @param {Element|null} node
 * @param {Name} name
 * @param {PaneEvents[Name]} [detail]
 */
export const tellPane = (node, name, detail) => void node?.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));

/**
 * @template {keyof PaneEvents} Name
 * @param {HTMLElement} pane
 * @param {Name} name
 * @param {(detail: PaneEvents[Name]) => void} listener
 * @returns {() => void} stops it
 */
export function onPane(pane, name, listener) {
  const handler = (/** @type {Event} */ event) => listener(/** @type {CustomEvent<PaneEvents[Name]>} */ (event).detail);
  pane.addEventListener(name, handler);
  return () => pane.removeEventListener(name, handler);
}
