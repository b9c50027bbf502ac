import type { Pending } from '../store/log.js';
import type { Shown } from '../store/message.js';
import type { File as WireFile } from '../wire.js';

/** Something that is done with an entry of the outbox before it is sent, as uploading a file or sealing a text. */
export interface Step {
  name: string;
  /** It is done each time that the entry is sent, and what it adds is stored nowhere. */
  each?: boolean;
  /** An entry that it takes long with is sent by itself: others go on meanwhile. Holds as long as the entry waits. */
  isLong?: (entry: Pending) => boolean;
  /** From this step to the answer an entry is alone in its room: nothing that is prepared later is sent before it. */
  isAlone?: (entry: Pending) => boolean;
  /**
   * Hands back what changes in the entry; `keep` stores what is done so far, for a step that a reload may cut in two.
   * It throws as a request does: `offline` waits for the line, a refusal is for the person to decide, and may say `why`.
   */
  prepare: (entry: Pending, keep: (change: Partial<Pending>) => Promise<Pending>, tries: number) => Promise<Partial<Pending>>;
}

/** A file of a room whose server has nothing but bytes: as any other one, once its sender's word for it was opened. */
export type OpenFile = Pick<WireFile, 'id' | 'name' | 'type' | 'kind' | 'size' | 'width' | 'height' | 'alt' | 'thumbnails' | 'moving' | 'sealed'>;

export interface SealedFiles {
  /**
   * Encrypts a file; `tell` hears how many bytes are done. `bytes` go to the server; `inside` is for the room's people alone;
   * `isAsTaken`: it is a picture that still has in it what its camera wrote, as this browser cannot write it anew.
   */
  seal(file: File, tell: (done: number) => void): Promise<{ bytes: File; inside: object; name: string; size: number; isAsTaken: boolean }>;
  /** One of one's own that is on its way. */
  openFile(inside: object, id: string): OpenFile;
  /** Those of a message; null stands for one that cannot be what it is said to be. */
  filesOf(message: Shown): (OpenFile | null)[];
  /** A picture, in a form. Null: it is too large to be shown. Rejects with `damaged`: it is not what was sent. */
  picture(file: OpenFile, size: 'small' | 'large' | 'still' | ''): Promise<Blob | null>;
  /** Saves it under its name; `tell` hears how many bytes are there. Rejects with `damaged` as well, and then nothing is saved. */
  save(file: OpenFile, tell: (done: number) => void): Promise<void>;
}
