// @ts-check
/** Files of one's own that go with messages which the server does not have yet, by their ids. @type {Map<string, import('../core/wire.js').File>} */
export const known = new Map();
