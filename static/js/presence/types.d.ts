import type { Member, User } from '../core/wire.js';

declare global {
  interface PageState {
    /** The members of rooms; of a large room, those who are here first. */
    members: Record<number, Member[]>;
    /** How many people rooms have, as the server counted them. */
    counts: Record<number, { members: number; here: number }>;
    /** Of the others of direct conversations, whether they are here. */
    presence: Record<number, Member['state']>;
    /** Who is typing, by room and person. */
    typing: Record<number, Record<number, { user: User; until: number }>>;
  }

  interface PageData {
    members?: Member[];
    memberCount?: number;
    hereCount?: number;
  }

  interface LocalEvents {
    /** Time has passed. */
    tick: void;
  }
}
