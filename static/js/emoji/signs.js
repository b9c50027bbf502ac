// @ts-check
/** An emoji in a button: the sign, or the picture of one of the team. */

/** @param {HTMLElement} node @param {string} emoji */
export function signInto(node, emoji) {
  if (!/^:.+:$/.test(emoji)) return void (node.textContent = emoji);
  const named = Object.assign(document.createElement('emoji-name'), { textContent: emoji });
  named.dataset.name = emoji.slice(1, -1);
  node.replaceChildren(named);
}
