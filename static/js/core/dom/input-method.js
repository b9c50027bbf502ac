// @ts-check
/**
 * Keys that belong to an input method, as for Japanese or Chinese, are none of the page's: an Enter that
 * chooses a character sends nothing, an Escape that gives a composition up closes nothing.
 *
 * One guard stands before all handlers of keys there are, also those of borrowed elements. Safari ends the
 * composition before it tells of the key, and marks the key with the code 229 instead.
 */
const HANDLED = 229;

/** @param {KeyboardEvent} event @returns {boolean} whether an input method has taken the key */
const composing = (event) => event.isComposing || event.keyCode === HANDLED;

/** To be called before anything else listens to keys. */
export function guardInputMethods() {
  for (const type of ['keydown', 'keypress', 'keyup']) {
    window.addEventListener(
      type,
      (event) => {
        if (!composing(/** @type {KeyboardEvent} */ (event))) return;
        // Others on the window still hear that somebody is at the keyboard.
        event.stopPropagation();
        // Dialogs and popovers would close by themselves.
        if (/** @type {KeyboardEvent} */ (event).key === 'Escape') event.preventDefault();
      },
      { capture: true },
    );
  }
}
