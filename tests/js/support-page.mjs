// As much of a document as small parts of the page need: nodes that keep what is put into them, and tell what happens.
class Node extends EventTarget {
  constructor(name = '') {
    super();
    Object.assign(this, { name, children: [], dataset: {}, attributes: {}, parts: {}, textContent: '', hidden: false });
  }

  /** What stands in it by its part, made when it is first asked for. */
  querySelector(wanted) {
    const part = /^\[data-part="([^"]+)"\]$/.exec(wanted)?.[1];
    if (part) return (this.parts[part] ??= new Node(part));
    return this.below().find((one) => wanted.split(' ').at(-1) === one.name) ?? null;
  }

  below = () => this.children.flatMap((one) => (one instanceof Node ? [one, ...one.below()] : []));
  querySelectorAll = () => [];
  closest = () => null;
  contains = (one) => one === this || this.below().includes(one);
  append(...nodes) {
    this.children.push(...nodes);
    for (const one of nodes) if (one instanceof Node) one.parent = this;
  }
  replaceChildren(...nodes) {
    this.children = [];
    this.append(...nodes);
  }
  remove() {
    if (this.parent) this.parent.children = this.parent.children.filter((one) => one !== this);
    this.parent = null;
    if (this.contains(document.activeElement)) document.activeElement = document.body;
  }
  get isConnected() {
    return this === document.body || Boolean(this.parent?.isConnected);
  }
  focus() {
    document.activeElement = this;
  }
  setAttribute = (name, value) => void (this.attributes[name] = value);
  getAttribute = (name) => this.attributes[name] ?? null;
  hasAttribute = (name) => name in this.attributes;
  removeAttribute = (name) => void delete this.attributes[name];
  toggleAttribute = (name, on) => (on ? this.setAttribute(name, '') : this.removeAttribute(name));
}

globalThis.HTMLElement = Node;
for (const kind of ['HTMLAnchorElement', 'HTMLButtonElement', 'HTMLDialogElement', 'HTMLFormElement', 'HTMLInputElement', 'HTMLTimeElement']) globalThis[kind] ??= class {};
const body = new Node('body');
body.parts = new Proxy({}, { get: (parts, name) => (parts[name] ??= Object.assign(new Node(name), { parent: body })) });
globalThis.document = {
  body,
  head: new Node('head'),
  activeElement: body,
  documentElement: { dataset: {}, lang: 'en' },
  visibilityState: 'visible',
  createElement: (name) => new Node(name),
  createDocumentFragment: () => new Node('fragment'),
  createTextNode: (data) => Object.assign(new Node('text'), { data }),
  querySelector: (wanted) => body.querySelector(wanted),
  querySelectorAll: () => [],
  getElementById: () => null,
  importNode: () => new Node('copy'),
};

globalThis.cancelAnimationFrame ??= () => {};
globalThis.requestAnimationFrame ??= (draw) => void setImmediate(draw);

/** Made by `new Element('div')`. */
export const Element = Node;

/** Lets everything that is already due happen, also what is imported. */
export const settled = () => new Promise((done) => setImmediate(() => setImmediate(done)));
