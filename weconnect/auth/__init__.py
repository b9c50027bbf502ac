"""Accounts and the ways in: registration, logins, access tokens, profiles, administration."""

from .people.session import init_app

__all__ = ["init_app"]
