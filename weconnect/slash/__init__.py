"""Commands that people write in the box, as `/topic`."""
