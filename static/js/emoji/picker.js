// @ts-check
/**
 * The emoji popover: a row of those used lately, and all of them, with search. What it shows is fetched when it is first
 * opened; its place is kept free, so that nothing moves when that arrives.
 */
import { app } from '../core/dom/app.js';
import { missing } from '../core/dom/lazy.js';
import { part } from '../core/dom/element.js';
import { USUAL, recentEmojis } from '../core/dom/recent-emojis.js';
import { rememberEmoji } from '../core/dom/used-emojis.js';
import { beside } from '../core/dom/beside.js';
import { tonedSurely } from '../core/dom/emojis.js';
import { signInto } from '../core/dom/signs.js';
import { styled } from '../core/dom/styled.js';
import { onSignal } from '../core/store/signals.js';
import { isSecret } from './secret.js';

const SHELF = 8;

export function start() {
  const popover = /** @type {HTMLElement|null} */ (document.getElementById('emoji'));
  if (!popover?.showPopover) return;
  // Its look comes with it.
  styled('emoji');
  const shelf = part(popover, 'recent');
  const usual = part(popover, 'grid');
  /** @type {Signals['pickEmoji'] | null} */
  let asked = null;
  /** @type {Promise<void> | null} */
  let loading = null;
  /** @type {import('./panel.js').Panel | undefined} */
  let panel;

  /** @param {string} emoji */
  function choose(emoji) {
    const { anchor, done, back } = asked ?? {};
    // The server knows reactions anyway.
    rememberEmoji(emoji, Boolean(anchor && !anchor.closest('message-item') && isSecret(anchor)));
    popover?.hidePopover();
    done?.(emoji);
    back?.focus({ preventScroll: true });
  }

  const load = async () => void (panel = await (await import('./panel.js')).makePanel(/** @type {HTMLElement} */ (popover), choose));

  /** Those used lately, filled up with the page's handful, which they take the place of. */
  function showRecent() {
    const { skinTone } = app().store.get();
    const labels = new Map([.../** @type {NodeListOf<HTMLElement>} */ (usual.querySelectorAll('[data-emoji]'))].map(({ dataset, title }) => [dataset.emoji, title]));
    const toned = USUAL.map((emoji) => tonedSurely(emoji, skinTone));
    shelf.replaceChildren(
      ...[...new Set([...recentEmojis(), ...toned])].slice(0, SHELF).map((emoji) => {
        const button = Object.assign(document.createElement('button'), { type: 'button', title: labels.get(USUAL[toned.indexOf(emoji)]) ?? '' });
        button.dataset.emoji = emoji;
        signInto(button, emoji);
        return button;
      }),
    );
    shelf.hidden = false;
    usual.hidden = true;
  }

  onSignal('pickEmoji', (request) => {
    asked = request;
    showRecent();
    // Where it was when it was asked for: a message's tools go when the pointer leaves the message. If they went while
    // this was being fetched, beside the message.
    const box = (request.anchor.isConnected ? request.anchor : (request.back ?? popover)).getBoundingClientRect();
    popover.showPopover();
    beside(popover, box, 'above', 8);
    /** @type {HTMLElement|null} */ (shelf.querySelector('button'))?.focus();
    loading ??= load();
    loading.then(() => panel?.opened()).catch(() => {
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
  popover.addEventListener('keydown', (event) => panel?.key(event));
}
