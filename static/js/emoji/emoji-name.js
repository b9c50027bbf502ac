// @ts-check
/** <emoji-name>: `:name:` of an emoji that the team may have, as it was written; its picture takes its place. */
export class EmojiName extends HTMLElement {
  connectedCallback() {
    // Also what was off the page for a while: it may be another meanwhile.
    void import('./pictures.js').then(({ draw }) => draw(this), () => {});
  }
}
