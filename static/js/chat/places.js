// @ts-check
/** Where one was reading in each step of the browser's history: going back leads there, not to the end. */
import { mainPane, tellPane } from '../core/dom/pane.js';

/** So near to its end a conversation is read at its end. */
const AT_END = 40;

/** @typedef {{id: number, top: number}} Place a message, and how far below the upper edge it stands */

/** The first message in sight, if one reads further up. @returns {Place|null} */
function placeNow() {
  const list = /** @type {HTMLElement|null} */ (mainPane()?.querySelector('message-list'));
  if (!list || -list.scrollTop < AT_END) return null;
  const edge = list.getBoundingClientRect().top;
  for (const item of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('message-item[data-id]'))) {
    const { top, bottom } = item.getBoundingClientRect();
    if (bottom > edge) return { id: Number(item.dataset.id), top: top - edge };
  }
  return null;
}

export function createPlaces() {
  /** @type {Map<number, Place|null>} by the steps of the history */
  const places = new Map();
  let here = Number(history.state?.step ?? 0);
  let last = here;

  return {
    /** Another room comes in its place. */
    leave: () => void places.set(here, placeNow()),
    /** A new step was made. */
    pushed() {
      here = last += 1;
      history.replaceState({ ...history.state, step: here }, '');
    },
    /** One is back at a step. */
    arrive() {
      here = Number(history.state?.step ?? 0);
      const place = places.get(here);
      if (place) tellPane(mainPane(), 'toPlace', place);
    },
  };
}
