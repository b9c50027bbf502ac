// @ts-check
/** Fields in which one searches while one types. */

/** Typing is not interrupted by a search for every letter; milliseconds. */
export const SEARCH_AFTER = 150;

/** @param {HTMLInputElement} field @param {() => void} search called when somebody has stopped typing for a moment */
export function whileTyping(field, search) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(search, SEARCH_AFTER);
  };
  field.addEventListener('input', soon);
  // Typed before the script was there, or kept by the browser over a reload.
  if (field.value) soon();
}
