// @ts-check
/** Menus (`<details data-menu>`) close as menus do: by Escape, by a click elsewhere, and when the focus goes elsewhere. */

const openOnes = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('details[data-menu][open]'));

export function closeMenus() {
  const elsewhere = (/** @type {Event} */ event) => {
    const target = /** @type {Element} */ (event.target);
    // What a menu opens comes back to it.
    if (target.closest?.('dialog')) return;
    for (const menu of openOnes()) if (!menu.contains(target)) menu.open = false;
  };
  document.addEventListener('pointerdown', elsewhere);
  document.addEventListener('focusin', elsewhere);
  const escape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    const menu = /** @type {Element} */ (event.target).closest('details[data-menu][open]') ?? (event.target === document.body ? openOnes()[0] : null);
    if (!menu) return;
    // The pane that it is in stays.
    event.preventDefault();
    menu.removeAttribute('open');
    menu.querySelector('summary')?.focus();
  };
  // On the way down: the pane hears of it on the way up.
  document.addEventListener('keydown', escape, { capture: true });
}
