"""Texts that people use again and again."""
