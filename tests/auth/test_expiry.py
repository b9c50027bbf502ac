"""What has expired is deleted, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.harness.person import PASSWORD
from tests.harness.team import new_id
from weconnect.auth.accounts import expiry
from weconnect.auth.accounts.models import AccessToken, Invite, Login, Submission
from weconnect.auth.people import invites, registration
from weconnect.auth.sign_in import logins, tokens
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.jobs.queue import Again

TABLES = (Login, AccessToken, Invite, Submission)


@pytest.fixture
def three(app):
    """Three logins, tokens, invites, and what was sent for them; and a token that never expires."""
    proof = registration.create("ann", PASSWORD, admin=True)
    for _ in range(3):
        ann = logins.open_login(proof, "Firefox on Linux", "192.0.2.1")
    for number in range(3):
        tokens.create_token(ann, f"bot {number}", 30)
        invites.create_invite(ann, days=3, max_uses=None, client_id=new_id())
    tokens.create_token(ann, "for ever", None)


@transaction
def end(most: int) -> None:
    """Let the time of so many of each kind be over."""
    past = now() - timedelta(days=2)
    for model in (Login, AccessToken, Invite):
        db.session.execute(update(model).where(model.id <= most).values(expires_at=past))
    keys = select(Submission.key).order_by(Submission.key).limit(most)
    ours = db.session.scalars(keys).all()
    db.session.execute(update(Submission).where(Submission.key.in_(ours)).values(made_at=past))


def left() -> list[int]:
    db.session.remove()
    found = [db.session.scalars(select(func.count()).select_from(one)).one() for one in TABLES]
    db.session.remove()
    return found


def test_what_has_expired_is_deleted(three):
    before = left()
    assert before == [3, 4, 3, 3]
    assert expiry.delete_expired({}) is None
    assert left() == before

    end(2)
    assert expiry.delete_expired({}) is None
    assert left() == [1, 2, 1, 1]


def test_many_are_deleted_a_few_at_a_time(three, monkeypatch):
    monkeypatch.setattr(expiry, "MOST", 2)
    end(3)
    assert isinstance(expiry.delete_expired({}), Again)
    assert left() == [1, 2, 1, 1]
    assert expiry.delete_expired({}) is None
    assert left() == [0, 1, 0, 0]
