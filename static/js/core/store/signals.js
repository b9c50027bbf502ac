// @ts-check
/**
 * How elements speak to each other without knowing each other. The names in use:
 *
 * reply {message} · offerText {text, why, replyTo} · editLast · editLeft {message, text} · sent · focusInput · openRoom {room} · stepRoom {by} · pane {pane} · jumpTo {id} ·
 * jumpToTime {time} · pickEmoji {anchor, done, back} · dialog {name} · zone · otherPerson · leaving · newVersion
 */
const hub = new EventTarget();

/** @param {string} name @param {any} [detail] */
export const signal = (name, detail) => void hub.dispatchEvent(new CustomEvent(name, { detail }));

/** @param {string} name @param {(detail: any) => void} listener @returns {() => void} stops it */
export function onSignal(name, listener) {
  const handler = (/** @type {Event} */ event) => listener(/** @type {CustomEvent} */ (event).detail);
  hub.addEventListener(name, handler);
  return () => hub.removeEventListener(name, handler);
}
