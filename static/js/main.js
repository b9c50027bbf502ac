// @ts-check
/** The entry: every page loads this; on the room page it brings the conversation to life. */
import { startPage } from './pages.js';

startPage();
const state = document.getElementById('state');
if (state) startConversation(state);

/** @param {HTMLElement} state the page's data; `data-features` is the script of its features */
async function startConversation({ textContent, dataset: { features = '' } }) {
  /** @type {[typeof import('./room.js'), {features: import('./core/dom/registry.js').Feature[]}]} */
  const [{ startRoom }, brought] = await Promise.all([import('./room.js'), import(`../${features}`)]);
  startRoom(JSON.parse(textContent ?? '{}'), brought.features);
}
