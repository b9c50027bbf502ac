// @ts-check
/** What waits for its time in one conversation. */
import { conversationOf } from '../core/dom/pane.js';

/** @typedef {import('../core/wire.js').Scheduled} Scheduled */

/** One's own messages for the conversation of a pane: those that could not be sent first, then by their time. @param {PageState} state @param {HTMLElement} pane @returns {Scheduled[]} */
export function waitingIn(state, pane) {
  const { room } = conversationOf(pane, state);
  const thread = Number(pane.dataset.thread) || null;
  const here = (state.scheduled ?? []).filter((one) => one.room === room && one.thread === thread);
  return here.sort((a, b) => Number(Boolean(b.problem)) - Number(Boolean(a.problem)) || Date.parse(a.at) - Date.parse(b.at) || a.id - b.id);
}
