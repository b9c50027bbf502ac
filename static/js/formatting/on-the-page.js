// @ts-check
/** What the server has drawn comes to life. */
import { fetchFormatter } from '../core/dom/texts.js';

export async function start() {
  if (document.querySelector('.prose :is(pre, .spoiler, .math)')) (await fetchFormatter())?.enliven(document);
}
