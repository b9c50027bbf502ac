// @ts-check
/** Keys of a page without a conversation: each does what the button or link does that names it by `data-key`. */

document.addEventListener('keydown', (event) => {
  const typing = /** @type {Element} */ (event.target).matches?.('input, textarea, select, [contenteditable]');
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  const wanted = event.key?.toLowerCase();
  const found = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-key]'))].find((one) => one.dataset.key === wanted);
  if (!found) return;
  event.preventDefault();
  found.click();
});
