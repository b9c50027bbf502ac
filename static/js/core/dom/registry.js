// @ts-check
/**
 * What each feature brings along, and how it comes into the page: `feature` in the `index.js` of its folder says it, and
 * the page of a room names those of the features that the server has. What is not needed at once is fetched when there is time, or when somebody asks for it.
 *
 * @typedef {import('./app.js').App} App
 * @typedef {import('../store/message.js').Shown} Shown
 * @typedef {import('../store/message.js').Message} Message
 *
 * @typedef {object} Feature
 * @property {import('../store/store.js').Slice} [slice] its part of the state
 * @property {Record<string, CustomElementConstructor>} [elements] by their tags: those that are needed at once
 * @property {Load[]} [soon] what starts when there is time
 * @property {{[Name in keyof Signals]?: Load}} [answers] what starts with the first signal of a name, and answers it;
 * what several bring along for one starts together
 * @property {Load[]} [used] what starts once somebody does something
 * @property {Record<string, () => Promise<{open: (app: App) => void}>>} [links] what opens a dialog in place of the page that a link leads to, by the link's `data-action`
 * @property {Part[]} [parts] what hangs on a message
 * @property {Record<string, (about: About) => boolean>} [actions] what one can do with a message, by the names of
 * buttons and keys; and when
 * @property {import('./keys.js').Key[]} [keys] its keys; at a message each does the action of its name
 * @property {() => Promise<{lines: KeyLine[]}>} [keyWords] what the help sheet says of them
 * @property {() => Promise<{acts: Record<string, Act>}>} [acting] what that does, and what buttons in a message do
 * @property {import('../net/outbox.js').Step[]} [steps] what it does with a message of one's own before that is sent
 * @property {((message: Message, text: string) => Promise<import('../wire.js').MessageAck|undefined>)[]} [edits] how it
 * saves another text of a message, where it does: throws as a request does
 * @property {(entry: import('../store/log.js').Pending, pane: HTMLElement) => boolean} [takesBack] puts a message of
 * one's own, which is not sent after all, where it was written with what hangs on it; whether it did
 * @property {(message: Wordless) => string|Promise<string>} [instead] what it says of a message that has no words, where only
 * those are shown; '': nothing
 * @property {((messages: Message[]) => Promise<Message[]>)[]} [opens] how it makes messages readable that stand in no log of this page
 * @property {((said: {text: string, room: number, box: HTMLElement}) => Promise<boolean>|null)[]} [asks] what it asks
 * before something is sent, and whether it may be; null: nothing
 * @property {import('../net/local.js').Keeping} [keeping] where what is written in some rooms is kept, and not in the open
 * @property {() => Promise<import('./texts.js').Formatter>} [formatter] what draws texts that say more than they show
 * @property {(() => Promise<{bind: (area: HTMLTextAreaElement, box: HTMLElement) => void}>)[]} [aids] what helps with writing
 * @property {() => Promise<{commands: Command[]}>} [commands] what people do by `/name`
 * @property {() => Promise<{places: () => Promise<NamedPlace[]>}>} [places] where one goes by a name, beside rooms and people
 * @property {{text: RegExp, by: () => Promise<{take: Take}>}} [takes] what it does with texts of that form, in place of their being sent
 *
 * @typedef {{deleted?: boolean, sealed?: unknown, content?: string, attachments?: Said[], opened?: {inside?: {files?: Said[]}}}} Wordless
 * @typedef {Pick<import('../wire.js').File, 'name'|'alt'> & {kind?: string, width?: number|null}} Said what can be said of a file
 *
 * @typedef {[string, string[]]} KeyLine what is done, and with which keys: by their places and names, with a dot between
 *
 * @typedef {() => Promise<{start: (app: App) => void}>} Load
 *
 * @typedef {object} Command what is done by `/name`, in the box and where one goes from place to place
 * @property {string} name in letters, digits and hyphens
 * @property {string} says what it does, for those who look for it
 * @property {string} [args] what is said behind the name, as one explains it: `@name`
 * @property {boolean} [bare] whether it does something without that, too
 * @property {(where: Where) => boolean} [when] whether it is offered there
 * @property {(args: string, where: Where) => Outcome|void|Promise<Outcome|void>} run throws as a request does
 *
 * @typedef {object} NamedPlace
 * @property {string} key of all places it alone has it
 * @property {string} name
 * @property {string} more what else it is found by
 * @property {string} where in which room
 * @property {string} what it is
 * @property {() => void} go
 *
 * @typedef {object} Where a conversation in which something is done
 * @property {App} app
 * @property {string} key of its log
 * @property {import('../wire.js').RoomSummary} room
 * @property {HTMLElement} pane
 *
 * @typedef {object} Outcome what comes of it
 * @property {string} [send] what is sent in its place
 * @property {string} [write] what stands in the box then, to go on with
 * @property {string} [said] what the person is told
 * @property {string} [error] why it did not work: what was typed stays
 *
 * @typedef {(text: string, where: Where) => Promise<Outcome>} Take
 *
 * @typedef {object} Part
 * @property {(message: Message, before: Message|undefined, me: number) => Message} [arrived] what it makes of a
 * message that arrives, beside the copy that was there before
 * @property {(item: HTMLElement, message: Shown, app: App) => void} [show] draws it in a `<message-item>`
 * @property {(node: HTMLElement, message: Shown) => void} [draw] draws what it is in what a message says, where that was drawn out of its place
 * @property {string} [places] what of it the arrow keys reach, as a selector
 * @property {(message: Shown) => boolean} [fixed] whether a message can't be edited because of it
 *
 * @typedef {object} About a message, and who looks at it
 * @property {Shown} message
 * @property {import('../wire.js').RoomSummary|undefined} room
 * @property {boolean} there whether the server has it, and it is not deleted
 * @property {boolean} open whether one may write in its room
 * @property {boolean} own
 * @property {boolean} readable whether one sees what it says
 * @property {boolean} fixed whether what hangs on it lets nobody edit it
 * @property {boolean} chief whether one owns or leads the room
 *
 * @typedef {object} Item a `<message-item>` as others see it
 * @property {{message: Shown, state: ''|'pending'|'failed'}|null} view
 * @property {(left: () => void, kept?: string|null) => Promise<void>} edit
 *
 * @typedef {(item: HTMLElement & Item, button: HTMLElement|null, app: App) => void} Act
 */
import { onSignal, signal } from '../store/signals.js';
import { addKeys } from './keys.js';
import { isForBrowser } from './element.js';
import { fetchSoon, missing, onFirst, whenUsed } from './lazy.js';
import { dialogsHere } from './markup.js';

/** Whoever is away from the network comes back. */
const online = () => new Promise((back) => window.addEventListener('online', back, { once: true }));

/** What opens one has its dialog. @template T @param {(() => Promise<T>)[]} loads @returns {Promise<T[]>} */
const withDialogs = (...loads) => dialogsHere().then(() => Promise.all(loads.map((load) => load())));

/** @param {Feature[]} features */
export function registryOf(features) {
  const parts = features.flatMap((feature) => feature.parts ?? []);
  const actions = Object.assign({}, ...features.map((feature) => feature.actions));
  const aids = features.flatMap((feature) => feature.aids ?? []);
  const steps = features.flatMap((feature) => feature.steps ?? []);

  /** @type {Record<string, Act> | undefined} */
  let acts;
  const fetchActs = async () => (acts ??= Object.assign({}, ...(await Promise.all([dialogsHere(), ...features.map(async ({ acting }) => (await acting?.())?.acts)]))));

  /** @type {Promise<Command[]> | undefined} */
  let commands;
  const fetchCommands = async () => (await Promise.all(features.map(async (feature) => (await feature.commands?.())?.commands ?? []))).flat();

  const links = Object.assign({}, ...features.map((feature) => feature.links));
  /** @param {MouseEvent} event @param {App} app */
  function follow(event, app) {
    const link = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('a[data-action]'));
    const load = links[link?.dataset.action ?? ''];
    if (!load || isForBrowser(event)) return;
    event.preventDefault();
    link?.closest('details')?.removeAttribute('open');
    withDialogs(load).then(([{ open }]) => open(app), missing);
  }

  return {
    parts,
    arrivals: parts.flatMap(({ arrived = [] }) => arrived),
    aids,
    steps,

    /** Whether nobody can edit a message, because of what hangs on it. @param {Shown} message */
    fixed: (message) => parts.some(({ fixed }) => fixed?.(message)),

    /** Draws what is in what a message says, where it was drawn out of its place. @param {HTMLElement} node @param {Shown} message */
    drawIn: (node, message) => parts.forEach(({ draw }) => draw?.(node, message)),

    asks: features.flatMap((feature) => feature.asks ?? []),
    formatter: features.find(({ formatter }) => formatter)?.formatter,
    edits: features.flatMap((feature) => feature.edits ?? []),
    takesBack: features.flatMap((feature) => feature.takesBack ?? []),
    instead: features.find(({ instead }) => instead)?.instead,
    keeping: features.find((feature) => feature.keeping)?.keeping,

    /** Messages that stand in no log of this page, as one reads them. @param {Message[]} messages */
    opened: (messages) => features.flatMap(({ opens = [] }) => opens).reduce(async (before, open) => open(await before), Promise.resolve(messages)),

    /** Whether something answers that signal. @param {keyof Signals} name */
    has: (name) => features.some(({ answers }) => answers?.[name]),

    /** What people do by `/name`; fetched when it is first asked for. */
    commands: () => (commands ??= fetchCommands().catch((error) => ((commands = undefined), Promise.reject(error)))),

    /** Where else one goes by a name; what cannot be had now is left out. @returns {Promise<NamedPlace[]>} */
    places: async () =>
      (await Promise.all(features.map(async ({ places }) => (await places?.())?.places() ?? []).map((found) => found.catch(() => [])))).flat(),

    /** What the help sheet says of the keys; what cannot be had now is left out. @returns {Promise<KeyLine[]>} */
    keyLines: async () => (await Promise.all(features.map(async ({ keyWords }) => (await keyWords?.().catch(() => null))?.lines ?? []))).flat(),

    /** What takes a text of this form in place of its being sent. @param {string} text */
    takes: (text) => features.find(({ takes }) => takes?.text.test(text))?.takes?.by,

    /** Which actions are possible with a message. @param {About} about @returns {string[]} their names */
    possible: (about) => Object.keys(actions).filter((name) => actions[name](about)),

    /** Does something with a message. Once it is there it is done at once, so that no key goes elsewhere. @param {string} name @param {Parameters<Act>} args */
    async act(name, ...args) {
      if (!acts) await fetchActs().catch(missing);
      acts?.[name]?.(...args);
    },

    /** Brings the features to life. @param {App} app */
    start(app) {
      addKeys(features.flatMap(({ keys = [] }) => keys));
      for (const { elements = {} } of features) for (const [tag, kind] of Object.entries(elements)) customElements.define(tag, kind);
      for (const load of features.flatMap(({ soon = [] }) => soon)) fetchSoon(load, ({ start }) => start(app));
      for (const load of features.flatMap(({ used = [] }) => used)) whenUsed(() => load().catch(() => online().then(load)), ({ start }) => start(app));
      document.addEventListener('click', (event) => follow(event, app));
      for (const name of new Set(features.flatMap(({ answers = {} }) => /** @type {(keyof Signals)[]} */ (Object.keys(answers))))) {
        const loads = features.flatMap(({ answers }) => answers?.[name] ?? []);
        onFirst([name], async () => ((found) => () => found.forEach(({ start }) => start(app)))(await withDialogs(...loads)), onSignal, signal);
      }
      whenUsed(fetchActs);
    },
  };
}

/** @typedef {ReturnType<typeof registryOf>} Registry */
