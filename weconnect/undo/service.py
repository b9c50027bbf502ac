"""For how long people want to be able to take back what they send."""

from sqlalchemy import select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.auth.sign_in import throttles
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits.rate_limit import counted
from weconnect.wire.undo import UndoSend

from .models import undo_seconds


def own(actor: Actor) -> UndoSend:
    """What the actor chose."""
    chosen = db.session.scalar(select(undo_seconds).where(User.id == actor.id))
    return UndoSend.model_validate({"seconds": chosen or 0})


@counted(throttles.PROFILE_CHANGES, "profile")
@transaction
def choose(actor: Actor, wish: UndoSend) -> UndoSend:
    """Choose for how long. Raises RateLimited."""
    chosen = update(User).where(User.id == actor.id).values({undo_seconds: wish.seconds or None})
    db.session.execute(chosen)
    return wish
