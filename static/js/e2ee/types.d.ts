import type { Status, Trust, Verification } from './worker/api.js';

declare global {
  interface PageState {
    e2ee: {
      /** How things stand in this browser; null until the worker has said so. */
      status: Status | null;
      /** Why there is no worker here. */
      trouble?: 'insecure' | 'failed';
      /** What is known of people's identities, as far as it was asked for. */
      trust: Record<number, Trust>;
      verifications: Record<string, Verification>;
      /** What is being fetched, and how far it is. */
      progress?: { what: string; done: number; total: number } | null;
      /** The device that there was mail for, last. */
      mail?: string;
      /** Counts up when the worker should look for news. */
      news: number;
    };
  }

  interface LocalEvents {
    /** How things stand has changed. */
    keyring: Partial<PageState['e2ee']>;
  }

  interface Signals {
    /** A dialog of encryption is asked for: setting up, confirming this device, looking at a person or at two stories of who is who, answering a verification. */
    e2ee: { show: 'setUp' | 'unlock' | 'person' | 'verification' | 'backup' | 'split'; person?: number; name?: string; flow?: string };
  }
}
