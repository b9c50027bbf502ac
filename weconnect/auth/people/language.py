"""The language in which a person wants to be addressed."""

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.auth.sign_in import throttles
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.i18n.catalogues import LANGUAGES
from weconnect.engine.limits.rate_limit import counted
from weconnect.wire.errors import NotFound, Unauthorized


@counted(throttles.PROFILE_CHANGES, "profile")
@transaction
def set_language(actor: Actor, tag: str | None) -> None:
    """Choose a language by its tag, or with None that of the browser. Raises NotFound."""
    if tag is not None and tag not in LANGUAGES:
        raise NotFound
    user = db.session.get(User, actor.id)
    if user is None:
        raise Unauthorized
    user.language = tag
