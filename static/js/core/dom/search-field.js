// @ts-check
/** Fields in which one searches while one types. */

/** Typing is not interrupted by a search for every letter; milliseconds. */
export const SEARCH_AFTER = 150;

/**
 * @param {HTMLInputElement} field
 * @param {() => unknown} search called when somebody has stopped typing for a moment
 * @returns {() => Promise<unknown>|null} searches at once for what was just typed; what is waited for then, if anything
 */
export function whileTyping(field, search) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<unknown>|null} */
  let answer = null;
  const begin = () => {
    clearTimeout(timer);
    timer = undefined;
    const mine = (answer = Promise.resolve(search()).finally(() => {
      if (answer === mine) answer = null;
    }));
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(begin, SEARCH_AFTER);
  };
  field.addEventListener('input', soon);
  // Typed before the script was there, or kept by the browser over a reload.
  if (field.value) soon();
  return () => {
    if (timer !== undefined) begin();
    return answer;
  };
}
