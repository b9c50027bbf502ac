/**
 * What the page asks the encryption worker, and what that tells it. One tab of a browser runs the worker (Web Locks); the
 * others ask through it. All ids are ours (numbers); Matrix's spellings stay in the worker.
 */
import type { Message, SealedBody } from './environment.d.ts';

/**
 * How a tab and the worker (`worker/entry.js`, a module) talk, by `postMessage`: the tab says `Start` first, once; then each
 * `Ask` has an `Answer`, in any order; `Told` comes by itself. An error has a code, as the server's have, or one of those that stand below.
 */
/** `name`: how the other devices of the person call this one. Said again it brings another token. */
export interface Start { start: { person: number; csrf: string; name?: string } }
export interface Ask { ask: number; method: keyof Keyring; args: unknown[] }
export type Answer = { answer: number; value: unknown } | { answer: number; error: { code: string; message: string; people?: number[]; retryAfter?: number } };
export type Told = { [Name in keyof KeyringEvents]: { event: Name; data: KeyringEvents[Name] } }[keyof KeyringEvents];

export interface Keyring {
  /** How things stand for this person in this browser. Opens the store, or makes one. */
  status(): Promise<Status>;
  /** Makes the identity, the backup and the recovery key. Without a passphrase the key is random. */
  setUp(how: { passphrase?: string }): Promise<{ recoveryKey: string | null }>;
  /** Whether this is the recovery key, or the passphrase. */
  checkRecovery(secret: string): Promise<boolean>;
  /** Makes this device trusted by the recovery key or the passphrase, and fetches the keys of what was said. Rejects with `wrongSecret`. */
  recover(secret: string): Promise<void>;
  /** A new recovery key, or another passphrase, in place of the old one. */
  replaceRecovery(how: { passphrase?: string }): Promise<{ recoveryKey: string | null }>;
  /** A new identity, when nothing else helps: what only the old one could read is lost. */
  reset(how: { password: string; passphrase?: string }): Promise<{ recoveryKey: string | null }>;

  /** Fetches and shares what the first message will need, in pieces. Also after `staleKeys`: then `seal` works with what is new. */
  prepare(room: number): Promise<void>;
  /**
   * Messages of one room are sent one after the other, in the order in which they were sealed: another order is found out.
   * Rejects with `notReady`, `identityChanged` (`people`), `encryptionOff` (a room that was encrypted is said not to be), `tooLong`.
   */
  seal(what: Plain): Promise<SealedBody>;
  /** What messages say, in their order. Never rejects for one of them. */
  open(messages: Message[]): Promise<Opened[]>;
  /** Whether this browser tells the server how many messages it could not open, by why. */
  reports(): Promise<boolean>;
  setReports(on: boolean): Promise<void>;
  /** Asks once more for keys that are missing: own devices, the backup. */
  askForKeys(room: number): Promise<void>;

  /** What is known of people's identities. */
  trust(people: number[]): Promise<Trust[]>;
  /** A changed identity is taken as it is now. */
  approve(person: number): Promise<void>;
  /** Its person has looked into what `split` tells: the list of identities is taken as the server shows it now, or what one person said is let go. */
  acceptLog(): Promise<void>;
  devices(person: number): Promise<DeviceTrust[]>;
  /** Ends a device of one's own, for good, with a statement signed by the identity. */
  removeDevice(device: string): Promise<void>;

  /** Begins a verification: of another person (without a device), of one's own other devices, or of one of them. Returns its flow. */
  requestVerification(whom: { person: number; device?: string }): Promise<string>;
  acceptVerification(flow: string): Promise<void>;
  /** Compare emoji. */
  startEmoji(flow: string): Promise<void>;
  /** The emoji are the same: true; they are not: false, which ends it. */
  confirmEmoji(flow: string, same: boolean): Promise<void>;
  /** What a code to be scanned holds; null where that is not possible. */
  code(flow: string): Promise<Uint8Array | null>;
  /** What was scanned. */
  scanned(flow: string, bytes: Uint8Array): Promise<void>;
  /** The other has scanned this one's code: true, they say so as well. */
  confirmScanned(flow: string, yes: boolean): Promise<void>;
  cancelVerification(flow: string): Promise<void>;
  verifications(): Promise<Verification[]>;

  /** Looks through what this device has read. Newest first; `before` goes on. */
  search(query: { words: string; room?: number; before?: number }): Promise<{ found: Found[]; before: number | null }>;
  /** Fetches, opens and keeps the whole history of a room. */
  indexAll(room: number): Promise<void>;

  /** Keeps on this device, encrypted, what was written and not sent; null: it is gone. */
  keep(name: string, text: string | null): Promise<void>;
  kept(name: string): Promise<string | null>;

  /** Encrypts a text for all devices of this person, by a name, and opens it; null: this device has not the key for that. */
  sealOwn(name: string, text: string): Promise<string | null>;
  openOwn(name: string, sealed: string): Promise<string | null>;

  /** Encrypts a piece of a file with a new key. Rejects with `tooLong`. */
  sealPiece(bytes: Uint8Array<ArrayBuffer>): Promise<{ bytes: Uint8Array<ArrayBuffer>; key: PieceKey }>;
  /** Rejects with `damaged`: it is not what was encrypted with this key. */
  openPiece(bytes: Uint8Array<ArrayBuffer>, key: PieceKey): Promise<Uint8Array<ArrayBuffer>>;

  /** The rooms that were encrypted when this browser saw them: no plain text may go there, whatever the server says. */
  encryptedRooms(): Promise<number[]>;
  /** By room the seq of the first message that was written sealed, and that this browser could open: what stands behind it in the open was not sealed, whatever the server says. */
  sealedFrom(): Promise<Record<number, number>>;

  /** There is news for this device (`deviceMail`, `keysChanged`, a new connection): fetches it. */
  news(): Promise<void>;
  /** What cannot be read by any device or backup if this browser forgets its keys. */
  unsaved(): Promise<number>;
  /** Wipes this device's keys from the browser, and ends the worker. What is left of the library's store has no key any more, and is gone when the page deletes its databases. */
  wipe(): Promise<void>;
}

export interface Status {
  /** `new`: the person has no identity yet; `locked`: this device is not trusted by it yet; `lost`: the browser has thrown away this device's keys. */
  state: 'new' | 'locked' | 'ready' | 'lost';
  device: string;
  /** The identity is another one than this device knew (it was reset elsewhere, or the server lies). */
  identityChanged: boolean;
  backup: { exists: boolean; trusted: boolean; toGo: number };
  /** Whether the server keeps the secrets for a recovery; null: it was not asked yet. */
  recovery: boolean | null;
  /** What is kept for a recovery belongs to a backup that has ended, as a device was removed that has its key: there is to be another recovery key. */
  outdated: boolean;
  /** Other devices of one's own that can vouch for this one. */
  others: number;
  /** There are two stories of who is who: from which entry of the log on, and whose message said so; 0: the server's list is another than this device saw. */
  split: { index: number; person: number } | null;
  persisted: boolean;
}

/** What else is said to the room's people alone, beside the text. */
export interface Inside {
  /** What the options of a poll say, in their order, and how it is held: the server may not show it in another way. */
  poll?: { options: string[]; multiple: boolean; anonymous: boolean };
  /** Until when its author asks to have it confirmed: nobody does of whom the server alone says so. */
  announcement?: { by: string };
  /** Its files, in their order: what the server has of each is bytes. */
  files?: SealedFile[];
}

/** What opens a piece of a file (as Matrix has it for attachments): its key (base64url), where the counter begins, and the hash of what was encrypted (base64, without padding). */
export interface PieceKey {
  k: string;
  iv: string;
  sha256: string;
}

/** Where it stands in the bytes that the server has. */
export interface Piece extends PieceKey {
  at: number;
  size: number;
}

export interface SealedFile {
  v: 1;
  /** As the server has it. */
  id: string;
  name: string;
  /** As the sender's browser has it. */
  type: string;
  size: number;
  /** How many bytes the server has. */
  whole: number;
  alt: string;
  /** Of a picture, in pixels. */
  width?: number;
  height?: number;
  moving?: true;
  /** Smaller forms of a picture. */
  thumbnails: { size: 'small' | 'large'; width: number; height: number; piece: Piece }[];
  /** Where the keys of its pieces stand. */
  list: Piece;
}

export interface Plain {
  room: number;
  clientId: string;
  text: string;
  replyTo: number | null;
  /** The message in whose thread it stands, and whether it stands in the room as well. */
  thread?: number;
  inRoom?: boolean;
  /** Whom it calls for. */
  calls: number[];
  /** Whether it calls for all members, or all who are here, as well. */
  everybody?: 'here' | 'room';
  groups?: number[];
  /** The newest seq of the room that this client has: the message stands behind it. */
  after: number;
  /** The message that is edited, and its version before. */
  edits?: { message: number; clientId: string; version: number };
  inside?: Inside;
}

export type Opened =
  | { id: number; version: number; text: string; shield: '' | 'grey' | 'red'; why?: string; inside?: Inside }
  | { id: number; version: number; text: null; why: Why };

/** Why a message can't be read or is not shown as genuine: each has a sentence in the catalogue. */
export type Why =
  | 'noKey' | 'beforeJoining' | 'locked' | 'withheld' | 'unverifiedSender' | 'changedSender'
  | 'replayed' | 'moved' | 'notSealed' | 'damaged' | 'lost';

export interface Trust {
  person: number;
  /** `none`: no identity yet. */
  state: 'none' | 'unverified' | 'verified' | 'changed';
  /** The public master key, in groups, to be compared by reading it aloud. */
  safety: string | null;
}

export interface DeviceTrust {
  device: string;
  name: string;
  current: boolean;
  /** `signed`: by its person's identity; `foreign`: the server lists it, the person does not vouch for it. */
  state: 'signed' | 'foreign';
  fingerprint: string;
  login: number | null;
  lastSeenAt: string | null;
}

export interface Verification {
  flow: string;
  person: number;
  device: string | null;
  own: boolean;
  mine: boolean;
  phase: 'requested' | 'ready' | 'emoji' | 'scanned' | 'done' | 'cancelled';
  emoji: { symbol: string; name: string }[] | null;
  canScan: boolean;
  canShow: boolean;
  why?: string;
}

export interface Found {
  room: number;
  message: number;
  seq: number;
  sender: number;
  at: string;
  text: string;
}

/** What the worker tells without being asked. */
export interface KeyringEvents {
  status: Status;
  /** Keys came: messages of these sessions may be readable now. */
  keys: { room: number; sessions: string[] }[];
  verification: Verification;
  trust: { people: number[] };
  progress: { what: 'recover' | 'index' | 'backup'; room?: number; done: number; total: number };
}
