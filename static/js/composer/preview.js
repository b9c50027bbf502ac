// @ts-check
/** What is being written, as it will look: above the box, for as long as one wants it. */
import { setAttribute } from '../core/dom/element.js';
import { showText } from '../core/dom/texts.js';
import { t } from '../core/i18n/translate.js';

/**
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} shown where it is shown
 * @param {HTMLElement} button what opens and closes it
 */
export function startPreview(area, shown, button) {
  let frame = 0;

  function draw() {
    cancelAnimationFrame(frame);
    if (shown.hidden) return;
    frame = requestAnimationFrame(() => {
      if (area.value.trim()) showText(shown, { content: area.value });
      else shown.textContent = t('What you write is shown here as it will look.');
    });
  }

  button.addEventListener('click', () => {
    shown.hidden = !shown.hidden;
    setAttribute(button, 'aria-pressed', String(!shown.hidden));
    draw();
    area.focus();
  });
  area.addEventListener('input', draw);
  // By the page itself: a draft, or nothing once it is sent.
  area.addEventListener('filled', draw);
}
