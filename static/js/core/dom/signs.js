// @ts-check
/** An emoji in a node: the sign, or `:name:` of one of the team, which draws itself. */

/** @param {Element} node @param {string} emoji */
export function signInto(node, emoji) {
  if (node.textContent === emoji && !node.children.length) return;
  if (!/^:.+:$/.test(emoji)) return void (node.textContent = emoji);
  // It is there already, drawn here or by the server.
  if (node.querySelector('img')?.alt === emoji || node.textContent === emoji) return;
  const named = Object.assign(document.createElement('emoji-name'), { textContent: emoji });
  named.dataset.name = emoji.slice(1, -1);
  node.replaceChildren(named);
}
