"""The pages of accounts. Each file registers what it answers with the blueprint."""

from . import avatars, invites, people, profile, sessions, sign_in
from .common import blueprint

__all__ = ["avatars", "blueprint", "invites", "people", "profile", "sessions", "sign_in"]
