// @ts-check
/** A message of one's own that is not sent after all stands where it was written, with all that it carried. */
import { app } from './app.js';
import { tellPane } from './pane.js';

/**
 * @param {import('../store/log.js').Pending} entry
 * @param {HTMLElement} pane its conversation's
 * @param {string} why '': nothing is said of it
 * @returns {boolean} whether it stands in the box, and not in a form of its own
 */
export function takeBack(entry, pane, why) {
  if (app().features.takesBack.some((take) => take(entry, pane))) return false;
  tellPane(pane, 'offerText', { text: entry.content, why, replyTo: entry.replyTo, extra: entry.extra });
  return true;
}
