// Pictures that move keep moving, and say nothing of where they were made.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moving, pictureType } from '../../../static/js/e2ee/picture-types.js';

/** Two frames of 2 × 2 pixels each, with "taken at home" wherever the format has a place for it, and behind the end. */
const PICTURES = {
  'image/gif': 'R0lGODlhAgACAIEAAP8AAAAAAAAAAAAAACH/C05FVFNDQVBFMi4wAwEAAAAh/g10YWtlbiBhdCBob21lACH5BAAIAAAALAAAAAACAAIAAAgGAAEIBBAQACH5BAEIAAEALAAAAAACAAIAgQAA/wAAAAAAAAAAAAgGAAEIBBAQADs=',
  'image/png': 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFXRFWHRDb21tZW50AHRha2VuIGF0IGhvbWV2YxoJAAAAKGVYSWZNTQAqAAAACAABAQ4AAgAAAA4AAAAaAAAAAHRha2VuIGF0IGhvbWUAabp5JAAAAAhhY1RMAAAAAgAAAADzjZNwAAAAGmZjVEwAAAAAAAAAAgAAAAIAAAAAAAAAAAACABkAALGUu/kAAAAWSURBVHicY/zPwMDAwMDEwMDAwMAAAA0dAQNqwpvpAAAAGmZjVEwAAAABAAAAAgAAAAIAAAAAAAAAAAACABkAACrnUS0AAAAaZmRBVAAAAAJ4nGNkYPjPwMDAxMDAwMDAAAALHwEDOaANDwAAAABJRU5ErkJggnRha2VuIGF0IGhvbWU=',
  'image/webp': 'UklGRtAAAABXRUJQVlA4WAoAAAAOAAAAAQAAAQAAQU5JTQYAAAAAAAAAAABBTk1GKAAAAAAAAAAAAAEAAAEAAFAAAAJWUDhMDwAAAC8BQAAABxD9j/4HIqL/AQBBTk1GKAAAAAAAAAAAAAEAAAEAAFAAAABWUDhMDwAAAC8BQAAABxDR//4HIqL/AQBFWElGLgAAAEV4aWYAAE1NACoAAAAIAAEBDgACAAAADgAAABoAAAAAdGFrZW4gYXQgaG9tZQBYTVAgDQAAAHRha2VuIGF0IGhvbWUA',
};
const SAID = 'taken at home';

const text = (bytes) => Buffer.from(bytes).toString('latin1');
const count = (bytes, what) => text(bytes).split(what).length - 1;

test('what moves keeps its frames, and nothing that was said beside them', () => {
  const frames = { 'image/gif': '\x2c\0\0\0\0', 'image/png': 'fcTL', 'image/webp': 'ANMF' };
  for (const [type, coded] of Object.entries(PICTURES)) {
    const bytes = Uint8Array.from(Buffer.from(coded, 'base64'));
    assert.equal(pictureType(bytes), type);
    assert.ok(count(bytes, SAID) > 0, type);
    const made = moving(bytes, type);
    assert.equal(count(made, SAID), 0, type);
    assert.equal(count(made, 'taken'), 0, type);
    assert.equal(count(made, frames[type]), 2, type);
    assert.equal(pictureType(made), type);
    // What was cleaned is clean.
    assert.deepEqual(moving(made, type), made);
    if (type === 'image/webp') assert.equal(Buffer.from(made).readUInt32LE(4), made.length - 8);
    // What is cut off comes to an end all the same.
    for (let size = 0; size < bytes.length; size += 1) {
      try {
        moving(bytes.slice(0, size), type);
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error));
      }
    }
  }
});

test('what stands still is written anew elsewhere, and all else is no picture', () => {
  const still = Uint8Array.from(Buffer.from('GIF89a\x01\0\x01\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x01\x44\0\x3b', 'latin1'));
  assert.equal(moving(still, 'image/gif'), null);
  assert.equal(moving(Uint8Array.of(255, 216, 255), 'image/jpeg'), null);
  for (const other of ['', '<svg onload="1">', '<html>', '%PDF-1.7', 'RIFF\0\0\0\0WAVE', 'GIF90a', '\0\0\0\x1cftypheic']) assert.equal(pictureType(Uint8Array.from(Buffer.from(other, 'latin1'))), '');
});
