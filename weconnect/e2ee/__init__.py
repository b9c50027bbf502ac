"""Encrypted rooms: keys that the server hands out and cannot use, and what people see."""
