// @ts-check
/** The base of all custom elements: the store, one rendering a frame, parts and templates. */
import { app } from './app.js';
import { conversationOf, onPane, paneOf, tellPane } from './pane.js';
import { onSignal } from '../store/signals.js';

/**
 * A part of some markup by its name. The templates promise that it is there; where they do not, ask with `?.`.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} name
 * @param {new () => T} [_kind] what kind of element it is: the checker wants to know
 * @returns {T}
 */
export const part = (root, name, _kind) => /** @type {T} */ (root.querySelector(`[data-part="${name}"]`));

/**
 * A copy of a `<template>` of the page.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @param {new () => T} [_kind] what kind of element it is: the checker wants to know
 * @returns {T} its first element
 */
export function fromTemplate(id, _kind) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  // Imported, not cloned: custom elements inside are alive before they are put into the page.
  return /** @type {T} */ (document.importNode(/** @type {Element} */ (template.content.firstElementChild), true));
}

/** @param {MouseEvent} event @returns {boolean} whether it asks the browser for something, as another tab */
export const isForBrowser = ({ ctrlKey, metaKey, shiftKey }) => ctrlKey || metaKey || shiftKey;

/** The content of a `<template>` with several roots. @param {string} id @returns {DocumentFragment} */
export const fragmentOf = (id) =>
  document.importNode(/** @type {HTMLTemplateElement} */ (document.getElementById(id)).content, true);

/** Writes a text only where it differs, so that nothing is read out or laid out twice. @param {Element|null} node @param {string} text */
export function setText(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

/** @param {Element} node @param {string} name @param {string|number|boolean|null|undefined} value false and null remove it */
export function setAttribute(node, name, value) {
  if (value === false || value === null || value === undefined) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else {
    const text = value === true ? '' : String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
}

export class AppElement extends HTMLElement {
  /** @type {(() => void)[]} */
  #cleanups = [];
  #frame = 0;
  /** @type {HTMLElement|null} */
  #pane = null;

  connectedCallback() {
    this.cleanup(app().store.subscribe((state, before) => this.changed(state, before)));
    this.start();
    this.render(this.state);
  }

  disconnectedCallback() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#pane = null;
    for (const stop of this.#cleanups.splice(0)) stop();
  }

  get app() {
    return app();
  }

  /** @returns {import('../store/store.js').State} */
  get state() {
    return app().store.get();
  }

  /** Once, when the element is in the page. */
  start() {}

  /** Brings the page in line with the state. @param {import('../store/store.js').State} _state */
  render(_state) {}

  /** Whether a change concerns this element; by default every change does. @param {import('../store/store.js').State} state @param {import('../store/store.js').State} before */
  changed(state, before) {
    if (this.concerns(state, before)) this.schedule();
  }

  /** @param {import('../store/store.js').State} _state @param {import('../store/store.js').State} _before */
  concerns(_state, _before) {
    return true;
  }

  /** However much happens, the page is touched once a frame. */
  schedule() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.render(this.state);
    });
  }

  /** Does now what is scheduled. */
  flush() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.render(this.state);
  }

  /**
   * A part of this element by its name.
   * @template {HTMLElement} [T=HTMLElement]
   * @param {string} name
   * @param {new () => T} [kind] what kind of element it is
   * @returns {T}
   */
  find(name, kind) {
    return part(this, name, kind);
  }

  /** The pane that this element stands in. */
  get pane() {
    return (this.#pane ??= paneOf(this));
  }

  /** The conversation that it shows. */
  get conversation() {
    return conversationOf(this.pane, this.state);
  }

  /**
   * @template {keyof HTMLElementEventMap | keyof WindowEventMap | keyof DocumentEventMap} Type
   * @param {EventTarget} target
   * @param {Type} type
   * @param {(event: (HTMLElementEventMap & WindowEventMap & DocumentEventMap)[Type]) => void} listener
   * @param {AddEventListenerOptions} [options]
   */
  on(target, type, listener, options) {
    const heard = /** @type {EventListener} */ (listener);
    target.addEventListener(type, heard, options);
    this.cleanup(() => target.removeEventListener(type, heard, options));
  }

  /** @template {keyof Signals} Name @param {Name} name @param {(detail: Signals[Name]) => void} listener */
  onSignal(name, listener) {
    this.cleanup(onSignal(name, listener));
  }

  /** @template {keyof PaneEvents} Name @param {Name} name @param {(detail: PaneEvents[Name]) => void} listener */
  onPane(name, listener) {
    this.cleanup(onPane(this.pane, name, listener));
  }

  /** @template {keyof PaneEvents} Name @param {Name} name @param {PaneEvents[Name]} [detail] */
  tellPane(name, detail) {
    tellPane(this.pane, name, detail);
  }

  /** @param {() => void} stop at once, if the element has left meanwhile: what binds to it may be fetched later */
  cleanup(stop) {
    if (this.isConnected) this.#cleanups.push(stop);
    else stop();
  }
}
