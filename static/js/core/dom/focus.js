// @ts-check
/**
 * The focus is never lost: when what has it is taken away or hidden, it goes to what took its place, or to what
 * it was in. Who clicks at nothing has put it there, and it stays.
 */
const PLACES = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]';

const there = (/** @type {Element|null|undefined} */ node) => Boolean(node?.isConnected && node.checkVisibility({ visibilityProperty: true }));

/** Whether the focus has gone somewhere else, so that nobody calls it back. @param {Element} from */
export const wentFrom = (from) => document.activeElement !== document.body && !from.contains(document.activeElement);

/** What in or at a node may have the focus. @param {Node|null} node @returns {HTMLElement|undefined} */
function placeIn(node) {
  if (!(node instanceof HTMLElement)) return undefined;
  const places = /** @type {HTMLElement[]} */ ([node, ...node.querySelectorAll(PLACES)]);
  return places.find((place) => place.matches(PLACES) && !place.matches(':disabled') && there(place));
}

/** The next place from a node on, to one side. @param {Node|null} node @param {'nextSibling'|'previousSibling'} side */
function placeFrom(node, side) {
  for (let beside = node; beside; beside = beside[side]) {
    const place = placeIn(beside);
    if (place) return place;
  }
  return undefined;
}

/** @param {Node|null} node @returns {HTMLElement|undefined} */
function placeAround(node) {
  for (let up = node; up && up !== document.body; up = up.parentNode) {
    if (up instanceof HTMLElement && up.matches(PLACES) && there(up)) return up;
  }
  return undefined;
}

export function keepFocus() {
  /** What had the focus before this was here counts, too. */
  let last = /** @type {HTMLElement|null} */ (document.activeElement);
  /** What stood beside it, or around it, when it went. @type {(Node|null)[]} */
  let beside = [];
  let looking = false;

  function look() {
    looking = false;
    const lost = last && !there(last) && (document.activeElement === document.body || document.activeElement === last);
    if (last && lost && !document.querySelector('dialog[open]:modal')) {
      const [next, before, around] = beside;
      const heir = placeFrom(next, 'nextSibling') ?? placeFrom(before, 'previousSibling') ?? placeAround(around ?? last);
      const pane = around instanceof Element ? around.closest('[data-conversation]') : null;
      const box = (pane ?? document).querySelector('[data-part="input"]');
      (heir ?? placeIn(box) ?? placeIn(document.querySelector('main')))?.focus({ preventScroll: true });
    }
    beside = [];
  }

  document.addEventListener('focusin', (event) => {
    last = /** @type {HTMLElement} */ (event.target);
  });
  // A click at nothing takes the focus away on purpose.
  document.addEventListener('pointerdown', (event) => {
    if (!placeAround(/** @type {Node} */ (event.target))) last = null;
  });
  new MutationObserver((changes) => {
    if (!last || there(last)) return;
    for (const { removedNodes, nextSibling, previousSibling, target } of changes) {
      if ([...removedNodes].some((node) => node.contains(last))) beside = [nextSibling, previousSibling, target];
    }
    if (looking) return;
    looking = true;
    // Whoever took it away may have a better place for the focus.
    setTimeout(look, 0);
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['hidden', 'data-state', 'disabled'] });
}
