import type { Section } from '../core/wire.js';

declare global {
  interface PageState {
    /** The sections of one's list of rooms, in their order. */
    sections: Section[];
  }

  interface PageData {
    sections?: Section[];
  }
}
