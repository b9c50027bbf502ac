// @ts-check
/**
 * What markdown-it found in a text, as the tree that is drawn. The twin of weconnect/formatting/tree.py, with the same
 * names of kinds.
 *
 * @typedef {object} Node a piece of what a text says
 * @property {string} kind
 * @property {(Node|string)[]} children
 * @property {string|number|boolean|null} value a heading's level, the address of a link, the language of a block of
 * code, the number at which a list begins, whether a task is done, to which side a cell goes, whether mathematics
 * stand by themselves, and the name of an emoji
 *
 * @typedef {import('./rules.js').Token} Token
 */

/** Tokens that open and close something which needs no more than its name. @type {Record<string, string>} */
const PLAIN = {
  paragraph: 'p', blockquote: 'quote', bullet_list: 'ul', ordered_list: 'ol',
  list_item: 'li', table: 'table', thead: 'thead', tbody: 'tbody', tr: 'tr',
  th: 'th', td: 'td', heading: 'h', em: 'em', strong: 'strong', s: 'del',
  spoiler: 'spoiler', link: 'a',
};
const LANGUAGE = /^[ \t]*([0-9A-Za-z+#._-]{1,32})(?=[ \t]|$)/;
const TASK = /^\[([ xX])\][ \t]+(?=[^ \t])/;

/** @param {string} kind @param {Node['children']} children @param {Node['value']} value @returns {Node} */
const nodeOf = (kind, children = [], value = null) => ({ kind, children, value });

/** @param {Token} token @param {string} name */
const attribute = ({ attrs }, name) => attrs?.find(([key]) => key === name)?.[1];

/** The blocks that these tokens of markdown-it make. @param {Token[]} tokens @returns {Node[]} */
export function treeOf(tokens) {
  /** @type {Node['children']} */
  const top = [];
  gather(tokens, top);
  return /** @type {Node[]} */ (top.filter((one) => typeof one !== 'string'));
}

/** Puts the nodes that the tokens make into a list. @param {Token[]} tokens @param {Node['children']} into */
function gather(tokens, into) {
  const open = [nodeOf('', into)];
  for (const token of tokens) {
    if (token.hidden) continue;
    const here = open[open.length - 1].children;
    if (token.nesting > 0) {
      const node = nodeOf(PLAIN[token.type.replace(/_open$/, '')], [], valueOf(token));
      open.push(node);
      here.push(node);
    } else if (token.nesting < 0) {
      const done = /** @type {Node} */ (open.pop());
      const { children } = open[open.length - 1];
      if (done.kind === 'li') markTask(done);
      // It leads nowhere: what it shows is text.
      else if (done.kind === 'a' && !done.value) children.splice(-1, 1, ...done.children);
    } else if (token.type === 'inline') gather(token.children ?? [], here);
    else if (token.type === 'image') image(token, here, open.some(({ kind }) => kind === 'a'));
    else put(token, here);
  }
}

/** @param {Token} token @returns {Node['value']} */
function valueOf(token) {
  if (token.type === 'heading_open') return Number(token.tag.slice(1));
  if (token.type === 'ordered_list_open') return Number(attribute(token, 'start') ?? 1);
  if (token.type === 'link_open') return attribute(token, 'href') ?? '';
  if (token.type === 'th_open' || token.type === 'td_open') return attribute(token, 'style')?.replace('text-align:', '') ?? null;
  return null;
}

/** Puts what one token makes by itself. @param {Token} token @param {Node['children']} into */
function put({ type, content, info }, into) {
  if (type === 'text' || type === 'text_special') {
    const last = into[into.length - 1];
    if (content && typeof last === 'string') into[into.length - 1] = last + content;
    else if (content) into.push(content);
  } else if (type === 'softbreak' || type === 'hardbreak') into.push(nodeOf('br'));
  else if (type === 'code_inline') into.push(nodeOf('code', [content]));
  else if (type === 'fence' || type === 'code_block') {
    const code = content.replace(/\n$/, '');
    into.push(nodeOf('pre', code ? [code] : [], LANGUAGE.exec(info)?.[1] ?? null));
  } else if (type === 'math' || type === 'math_block') into.push(nodeOf('math', [content], type === 'math_block'));
  else if (type === 'emoji') into.push(nodeOf('emoji', [], content));
  else if (type === 'hr') into.push(nodeOf('hr'));
}

/** Puts a link in place of an image: nothing is fetched from elsewhere because somebody says so. @param {Token} token @param {Node['children']} into @param {boolean} linked */
function image(token, into, linked) {
  const href = attribute(token, 'src') ?? '';
  /** @type {Node['children']} */
  const alternative = [];
  gather(token.children ?? [], alternative);
  const shown = alternative.map(wordsOf).join('') || href;
  into.push(href && !linked ? nodeOf('a', [shown], href) : shown);
}

/** An item of a list is a task if a box stands before it. @param {Node} item */
function markTask(item) {
  const [first] = item.children;
  const children = typeof first === 'string' ? item.children : first?.kind === 'p' ? first.children : [];
  const box = typeof children[0] === 'string' && TASK.exec(children[0]);
  if (!box) return;
  children[0] = box.input.slice(box[0].length);
  item.value = box[1] !== ' ';
}

/** All text in a node. @param {Node|string} node @returns {string} */
const wordsOf = (node) => (typeof node === 'string' ? node : node.kind === 'emoji' ? `:${node.value}:` : node.children.map(wordsOf).join(''));
