"""Accounts and the ways in: registration, logins, access tokens, profiles, administration."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    init=("people.session:init_app",),
    pages=("pages:blueprint",),
    api=("people.api:api",),
    jobs=("accounts.expiry:delete_expired",),
    commands=("people.cli:user",),
    ports={"authenticate": "sign_in.tokens:resume"},
)
