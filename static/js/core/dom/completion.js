// @ts-check
/** A list below a box that completes what one writes in it. */
import { optionKeys } from './combobox.js';

/**
 * Beside the arrows and Enter, Tab chooses and Escape leaves. Other handlers of the area's keys leave alone what is handled here.
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} list of `[role=option]`, hidden while there is none
 * @param {object} does
 * @param {(option: HTMLElement) => void} does.choose
 * @param {() => unknown} does.look what to show for what is written
 * @param {() => void} does.close
 * @param {() => void} does.leave Escape closes the list: it stays closed until something else is begun
 * @param {string[]} does.on the events of the area after which to look
 */
export function completionKeys(area, list, { choose, look, close, leave, on }) {
  const keys = optionKeys(area, list, choose);
  area.addEventListener('keydown', (event) => {
    const option = keys.current();
    if (list.hidden || !option || event.defaultPrevented) return;
    if (event.key === 'Tab' && !event.shiftKey) choose(option);
    else if (event.key === 'Escape') {
      leave();
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  for (const type of on) area.addEventListener(type, look);
  area.addEventListener('blur', close);
  // The focus stays where one writes.
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  return keys;
}

/** Puts what was chosen in the place of what was begun, and a space behind it. @param {HTMLTextAreaElement} area @param {number} from where that begins @param {string} text */
export function complete(area, from, text) {
  const end = area.selectionStart;
  const after = /^\s/.test(area.value.slice(end)) ? '' : ' ';
  area.setRangeText(`${text}${after}`, from, end, 'end');
  area.focus();
  area.dispatchEvent(new Event('input', { bubbles: true }));
}
