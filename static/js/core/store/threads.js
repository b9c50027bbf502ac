// @ts-check

/** The key of a thread's log. @param {number} thread the id of the message that began it */
export const threadLog = (thread) => `thread:${thread}`;
