// @ts-check
/** What one sees of the chat while looking elsewhere: the title of the tab, and its icon. */
import { sum } from './lists.js';
import { words } from '../core/i18n/words.js';

const SIZE = 64;

/** Everything unread, for the title. @param {PageState} state */
export function totals(state) {
  const here = sum(Object.values(state.rooms));
  return { unread: here.unread + state.elsewhere.unread, mentions: here.mentions + state.elsewhere.mentions };
}

/** @param {import('../core/dom/app.js').App} app */
export function start({ store }) {
  const icon = /** @type {HTMLLinkElement|null} */ (document.querySelector('link[rel~="icon"]'));
  const plain = icon?.href ?? '';
  let marked = false;

  function show() {
    const state = store.get();
    const { unread, mentions } = totals(state);
    const name = state.rooms[state.roomId ?? 0]?.name ?? '';
    const title = name ? words.title(unread, name, state.team) : document.title;
    if (document.title !== title) document.title = title;
    if (icon && marked !== mentions > 0) {
      marked = mentions > 0;
      markIcon(icon, plain, marked);
    }
  }

  store.subscribe((state, before) => {
    if (state.rooms !== before.rooms || state.roomId !== before.roomId) show();
  });
  show();
}

/** A dot on the icon, where somebody is called. @param {HTMLLinkElement} icon @param {string} plain @param {boolean} marked */
function markIcon(icon, plain, marked) {
  if (!marked) {
    icon.href = plain;
    return;
  }
  const picture = new Image();
  picture.onload = () => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = SIZE;
    const pen = canvas.getContext('2d');
    if (!pen) return;
    pen.drawImage(picture, 0, 0, SIZE, SIZE);
    pen.beginPath();
    pen.arc(SIZE - 15, 15, 14, 0, 2 * Math.PI);
    pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--call').trim();
    pen.fill();
    icon.href = canvas.toDataURL('image/png');
  };
  picture.src = plain;
}
