// @ts-check
/** How elements speak to each other over the whole page without knowing each other: `Signals` in `types.d.ts` has the names. */
const hub = new EventTarget();

/** @template {keyof Signals} Name @param {Name} name @param {Signals[Name]} [detail] */
export const signal = (name, detail) => void hub.dispatchEvent(new CustomEvent(name, { detail }));

/** @template {keyof Signals} Name @param {Name} name @param {(detail: Signals[Name]) => void} listener @returns {() => void} stops it */
export function onSignal(name, listener) {
  const handler = (/** @type {Event} */ event) => listener(/** @type {CustomEvent<Signals[Name]>} */ (event).detail);
  hub.addEventListener(name, handler);
  return () => hub.removeEventListener(name, handler);
}
