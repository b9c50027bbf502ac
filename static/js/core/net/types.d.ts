import type { Pending } from '../store/log.js';

/** Something that is done with an entry of the outbox before it is sent, as uploading a file or sealing a text. */
export interface Step {
  name: string;
  /** It is done each time that the entry is sent, and what it adds is stored nowhere. */
  each?: boolean;
  /** An entry that it takes long with is sent by itself: others go on meanwhile. Holds as long as the entry waits. */
  isLong?: (entry: Pending) => boolean;
  /**
   * Hands back what changes in the entry; `keep` stores what is done so far, for a step that a reload may cut in two.
   * It throws as a request does: `offline` waits for the line, a refusal is for the person to decide, and may say `why`.
   */
  prepare: (entry: Pending, keep: (change: Partial<Pending>) => Promise<Pending>, tries: number) => Promise<Partial<Pending>>;
}
