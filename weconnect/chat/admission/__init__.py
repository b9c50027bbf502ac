"""Sockets coming and going, and checked again."""
