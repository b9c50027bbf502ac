/** What the worker's modules get handed in: the same code runs in a browser's worker, under Node and in tests. */
export type Library = typeof import('../../../vendor/matrix-sdk-crypto-wasm@18.9.0/pkg/matrix_sdk_crypto_wasm_bg.js');
/** Parts of the library's `Device` that are used here. */
export interface LibraryDevice {
  deviceId: { toString(): string };
  displayName?: string;
  ed25519Key?: { toBase64(): string };
  curve25519Key?: { toBase64(): string };
  isCrossSignedByOwner(): boolean;
  requestVerification(methods: number[]): [any, { body: string; event_type: string }]; // any: a request of the library
}
export type OlmMachine = import('../../../vendor/matrix-sdk-crypto-wasm@18.9.0/pkg/matrix_sdk_crypto_wasm_bg.js').OlmMachine;
type StoreHandle = import('../../../vendor/matrix-sdk-crypto-wasm@18.9.0/pkg/matrix_sdk_crypto_wasm_bg.js').StoreHandle;

export interface Environment {
  /** Whose keys these are. */
  me: number;
  /** How other devices of this person call this one. */
  name: string;
  /** The library, ready for use. */
  library: Library;
  /** Asks the server, below `/api/v1`. Rejects with an error that has a `code`: `offline`, and the server's. */
  rest(method: string, path: string, body?: object): Promise<any>; // any: what a path answers is known to who asks
  store: Store;
  /** Opens the library's own store. */
  openStore(key: Uint8Array): Promise<StoreHandle>;
  /** Throws the library's own store away. */
  dropStore(): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  wait(ms: number): Promise<void>;
  /** Tells what happened, without being asked. */
  tell<Name extends keyof Told>(name: Name, detail: Told[Name]): void;
  /** Whether the browser promised to keep what is stored. */
  persisted: boolean;
}

type Told = import('./api.d.ts').KeyringEvents;

/** Values by table and key, durable when `put` resolves. Values are what IndexedDB can hold. */
export interface Store {
  get(table: Table, key: string): Promise<any>; // any: each table's owner knows what it keeps
  put(table: Table, key: string, value: unknown): Promise<void>;
  remove(table: Table, key: string): Promise<void>;
  keys(table: Table): Promise<string[]>;
  /** Everything is gone. */
  wipe(): Promise<void>;
}

export type Table = 'account' | 'rooms' | 'log' | 'seen' | 'search' | 'drafts';

/** What the modules of one keyring share. */
export interface Ring {
  env: Environment;
  machine: OlmMachine;
  /** This device. */
  device: string;
  named: ReturnType<typeof import('./ids.js').named>;
  requests: ReturnType<typeof import('./requests.js').createRequests>;
  log: Awaited<ReturnType<typeof import('./identity-log.js').createIdentityLog>>;
}

/** A message as it stands inside the ciphertext. */
export interface Content {
  v: 1;
  clientId: string;
  room: number;
  sender: number;
  text: string;
  replyTo: number | null;
  thread?: number;
  inRoom?: boolean;
  calls: number[];
  everybody?: 'here' | 'room';
  groups?: number[];
  after: number;
  edits?: { message: number; clientId: string; version: number };
  inside?: import('./api.d.ts').Inside;
  log: { index: number; hash: string };
}

export type { Message, SealedBody } from '../../core/wire.js';
