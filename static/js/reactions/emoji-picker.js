// @ts-check
/**
 * The emoji popover: a row of those used lately, and all of them, with search, from a library that
 * is fetched when the popover is first opened. Its place is kept free, so that nothing moves when
 * it arrives.
 */
import { isOver } from '../core/net/forget.js';
import { onSignal } from '../core/store/signals.js';
import { missing } from '../core/dom/lazy.js';
import { locale } from '../core/i18n/translate.js';
import { emojiWords } from './emoji-words.js';

const LIBRARY = '../../vendor/emoji-picker-element@1.29.1/picker.js';
/** The languages in which the library's data names emojis; in others they are found by their English names. */
const NAMED = ['de', 'en'];
const NAMES = NAMED.includes(locale) ? locale : 'en';
const DATA = new URL(`../../vendor/emoji-picker-element-data@1.8.0/${NAMES}.json`, import.meta.url).href;
const RECENT = 'weconnect:emoji';
const KEPT = 8;

/** @returns {string[]} */
function recent() {
  try {
    return JSON.parse(localStorage.getItem(RECENT) ?? '[]');
  } catch {
    return [];
  }
}

/** @param {string} emoji */
function remember(emoji) {
  if (isOver()) return;
  try {
    localStorage.setItem(RECENT, JSON.stringify([emoji, ...recent().filter((other) => other !== emoji)].slice(0, KEPT)));
  } catch {
    // Where nothing is stored, nothing is recent.
  }
}

export function start() {
  const popover = /** @type {HTMLElement|null} */ (document.getElementById('emoji'));
  if (!popover?.showPopover) return;
  const shelf = /** @type {HTMLElement} */ (popover.querySelector('[data-part="recent"]'));
  const grid = /** @type {HTMLElement} */ (popover.querySelector('[data-part="grid"]'));
  const place = /** @type {HTMLElement} */ (popover.querySelector('[data-part="picker"]') ?? popover);
  /** @type {Signals['pickEmoji'] | null} */
  let asked = null;
  /** @type {Promise<void> | null} */
  let loading = null;

  /** @param {string} emoji */
  function choose(emoji) {
    remember(emoji);
    const { done, back } = asked ?? {};
    popover?.hidePopover();
    done?.(emoji);
    back?.focus({ preventScroll: true });
  }

  async function load() {
    const { default: Picker } = await import(LIBRARY);
    const picker = new Picker({ dataSource: DATA, locale: NAMES, i18n: emojiWords() });
    const dark = () => document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
    picker.className = dark();
    popover?.addEventListener('beforetoggle', () => (picker.className = dark()));
    picker.addEventListener('emoji-click', (/** @type {CustomEvent<{unicode: string}>} */ event) => choose(event.detail.unicode));
    place.append(picker);
  }

  const focusFirst = () => /** @type {HTMLElement|null} */ (shelf.querySelector('button'))?.focus();

  /** Those used lately, filled up with the page's handful, which they take the place of. */
  function showRecent() {
    const common = new Map([.../** @type {NodeListOf<HTMLElement>} */ (grid.querySelectorAll('[data-emoji]'))].map((button) => [button.dataset.emoji ?? '', button.title]));
    shelf.replaceChildren(
      ...[...new Set([...recent(), ...common.keys()])].slice(0, KEPT).map((emoji) => {
        const button = document.createElement('button');
        Object.assign(button, { type: 'button', textContent: emoji, title: common.get(emoji) ?? '' });
        button.dataset.emoji = emoji;
        return button;
      }),
    );
    shelf.hidden = !shelf.children.length;
    grid.hidden = !shelf.hidden;
  }

  onSignal('pickEmoji', (request) => {
    asked = request;
    showRecent();
    // Where it was when it was asked for: a message's tools go when the pointer leaves the message. If they went while
    // this was being fetched, beside the message.
    const box = (request.anchor.isConnected ? request.anchor : (request.back ?? popover)).getBoundingClientRect();
    popover.showPopover();
    beside(popover, box);
    focusFirst();
    loading ??= load()
      .then(() => beside(popover, box))
      .catch(() => {
        loading = null;
        missing();
      });
  });

  popover.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('button[data-emoji]'));
    if (button?.dataset.emoji) choose(button.dataset.emoji);
  });
  popover.addEventListener('toggle', (event) => {
    // The focus goes back to where it came from, unless somebody has clicked elsewhere.
    const lost = document.activeElement === document.body || popover.contains(document.activeElement);
    if (event.newState === 'closed' && lost) asked?.back?.focus({ preventScroll: true });
  });
  popover.addEventListener('keydown', (event) => alongGrid(event, popover));
}

/** Arrow keys among the buttons of the grids. @param {KeyboardEvent} event @param {HTMLElement} popover */
function alongGrid(event, popover) {
  const buttons = /** @type {HTMLElement[]} */ ([...popover.querySelectorAll('button[data-emoji]')]);
  const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (at < 0) return;
  const row = buttons.filter((button) => button.offsetTop === buttons[at].offsetTop).length;
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[event.key];
  if (!by) return;
  event.preventDefault();
  buttons[Math.max(0, Math.min(buttons.length - 1, at + by))].focus();
}

/** Next to what asked for it, inside of the window; a phone shows it as a sheet by its stylesheet. @param {HTMLElement} popover @param {DOMRect} box */
function beside(popover, box) {
  popover.style.inset = '';
  popover.style.margin = '';
  if (matchMedia('(max-width: 719.98px)').matches) return;
  const { offsetWidth: width, offsetHeight: height } = popover;
  const top = box.top - height - 8 > 8 ? box.top - height - 8 : box.bottom + 8;
  // Both end where the line ends.
  const end = getComputedStyle(popover).direction === 'rtl' ? box.left : box.right - width;
  const left = Math.max(8, Math.min(end, innerWidth - width - 8));
  popover.style.margin = '0';
  popover.style.inset = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px auto auto ${left}px`;
}
