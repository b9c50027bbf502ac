// @ts-check
/** The entry: every page loads this; on the room page it brings the conversation to life. */
import { startPage } from './pages.js';

startPage();
const state = document.getElementById('state');
if (state) startConversation(state);

/** @param {HTMLElement} state the page's data; `data-scripts` are those of its features, in their order */
async function startConversation({ textContent, dataset: { scripts = '' } }) {
  /** @type {Promise<{feature: import('./core/dom/registry.js').Feature}>[]} */
  const features = scripts.split(' ').map((path) => import(`../${path}`));
  const [{ startRoom }, ...brought] = await Promise.all([import('./room.js'), ...features]);
  startRoom(JSON.parse(textContent ?? '{}'), brought.map(({ feature }) => feature));
}
