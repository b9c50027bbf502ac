// @ts-check
/** The entry: every page loads this; on the room page it brings the conversation to life. */
import { startPage } from './pages.js';

startPage();
const state = document.getElementById('state');
if (state) import('./room.js').then(({ startRoom }) => startRoom(JSON.parse(state.textContent ?? '{}')));
