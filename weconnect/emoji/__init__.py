"""Emojis: those of the team, and in which skin tone people write."""
