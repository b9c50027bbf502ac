// @ts-check
/** Pins: what a room wants everybody to find. Its list comes when somebody asks for it. */
import { part, setAttribute } from '../core/dom/element.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice: { initial: () => ({ pinsChanged: 0 }), on: { pinsChanged: (state) => ({ ...state, pinsChanged: state.pinsChanged + 1 }) } },
  parts: [{ show: (item, { pinned, deleted }) => void (setAttribute(part(item, 'pinned'), 'hidden', !pinned || deleted)) }],
  actions: {
    pin: ({ there, open, room, message }) => there && open && room?.role !== 'guest' && !message.pinned,
    unpin: ({ there, open, room, message }) => there && open && room?.role !== 'guest' && message.pinned,
  },
  acting: () => import('./acting.js'),
  links: { pins: async () => ({ open: (await import('./dialog.js')).openPins }) },
};
