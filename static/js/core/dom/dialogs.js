// @ts-check
/**
 * How dialogs are closed by pointer: by their button, or by a click beside them. A click beside begins and ends
 * there: who selects text and lets go outside, or clicks on the edge of the sheet, goes on with what they do.
 */

/** @param {Element} dialog @param {MouseEvent} event @returns {boolean} whether the pointer is beside the sheet */
function beside(dialog, { clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

/** Closes the dialogs of this page, also those that are put there later. */
export function closeDialogsByPointer() {
  /** Where the button was pressed, if beside a dialog. @type {EventTarget | null} */
  let pressed = null;
  document.addEventListener(
    'pointerdown',
    (event) => {
      const dialog = /** @type {Element} */ (event.target);
      pressed = dialog.localName === 'dialog' && beside(dialog, event) ? dialog : null;
    },
    { capture: true },
  );
  document.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const dialog = /** @type {HTMLDialogElement | null} */ (target.closest('dialog'));
    if (!dialog) return;
    const away = target === dialog && pressed === dialog && beside(dialog, event);
    if (away || target.closest('[data-action="close"]')) dialog.close();
  });
}
