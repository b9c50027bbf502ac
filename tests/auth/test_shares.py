"""What passwords may cost, and whom: shares of the queue, counts that hold for many at once."""

from collections import Counter
from unittest import mock

import bcrypt
import gevent
import pytest

from tests.auth.conftest import ADDRESS, Visitor
from tests.harness.apps import on_sqlite
from tests.harness.person import PASSWORD
from weconnect.auth.people import registration
from weconnect.auth.sign_in import authenticate, dummies, passwords, throttles
from weconnect.engine.concurrency.offload import Offload
from weconnect.engine.database.transactions import end_reads
from weconnect.engine.limits.rate_limit import Limiter, rule
from weconnect.wire.errors import RateLimited, Unauthorized, Unavailable

WRONG = "some other long password"
ELSEWHERE = "198.51.100.1"


def token(visitor: Visitor, name: str, password: str = PASSWORD) -> int:
    body = {"username": name, "password": password}
    return visitor.open("POST", "/api/v1/tokens", json=body).status_code


class TestEveryHashIsCounted:
    @pytest.fixture
    def few(self, monkeypatch):
        monkeypatch.setattr(throttles, "HASHES_PER_ADDRESS", rule("4 per 5 minutes"))

    def test_right_passwords_by_address(self, app, join, visit, few):
        for number in range(5):
            join(f"ann{number}")

        assert [token(visit(), f"ann{number}") for number in range(5)] == [201] * 4 + [429]
        # On all ways in.
        assert visit().login("ann0").status_code == 429
        assert visit().register("bob").status_code == 429
        # And nobody else has less for it.
        assert token(visit(ELSEWHERE), "ann0") == 201
        assert visit(ELSEWHERE).register("eve").status_code == 303

    @on_sqlite
    def test_right_passwords_by_account(self, app, join, visit, monkeypatch):
        monkeypatch.setattr(throttles, "HASHES_PER_ACCOUNT", rule("4 per 5 minutes"))
        join("ann")
        join("bob")

        codes = [token(visit(f"198.51.100.{number}"), "ann") for number in range(5)]

        assert codes == [201] * 4 + [429]
        assert token(visit("198.51.100.0"), "bob") == 201

    @on_sqlite
    def test_registrations_and_changes_of_passwords(self, app, visit, few):
        people = [visit() for _ in range(4)]
        assert [one.register(f"p{at}").status_code for at, one in enumerate(people)] == [303] * 4
        assert visit().register("one-more").status_code == 429

        # Each takes two; whoever is logged in is counted apart from strangers.
        assert [one.keep_password() for one in people[:3]] == [303, 303, 429]

    @on_sqlite
    def test_what_is_refused_costs_no_hash(self, app, join, visit, few, monkeypatch):
        join("ann")
        for _ in range(4):
            token(visit(), "ann")
        monkeypatch.setattr(bcrypt, "checkpw", None)
        monkeypatch.setattr(bcrypt, "hashpw", None)

        assert token(visit(), "ann") == 429
        assert visit().register("bob").status_code == 429

    @on_sqlite
    def test_an_operator_is_not_counted(self, app, few):
        for number in range(8):
            registration.create(f"ann{number}", PASSWORD)


class TestManyAtOnce:
    """However many guess at the same moment, no more than the limit are heard."""

    @pytest.mark.parametrize("guesses", [11, 60])
    def test_failures_of_an_address(self, app, monkeypatch, guesses):
        monkeypatch.setattr(throttles, "PER_ADDRESS", rule("10 per minute"))
        monkeypatch.setattr(
            passwords,
            "hashing",
            Offload(threads=8, waiting=400, retry_after=1, before_waiting=end_reads),
        )
        monkeypatch.setattr(throttles, "hashing", passwords.hashing)

        def guess(number: int) -> str:
            with app.app_context():
                try:
                    authenticate.authenticate(f"nobody{number}", WRONG, ADDRESS)
                except (RateLimited, Unauthorized) as refused:
                    return type(refused).__name__
                return "in"

        jobs = [gevent.spawn(guess, number) for number in range(guesses)]
        gevent.joinall(jobs, raise_error=True)

        assert Counter(job.value for job in jobs) == {
            "Unauthorized": 10,
            "RateLimited": guesses - 10,
        }

    @pytest.mark.parametrize("shared", [True, False], ids=["Redis", "alone"])
    def test_what_is_given_back_may_be_used_again(self, redis, shared):
        limit = rule("10 per 5 minutes")
        limiters = [Limiter(redis.url) for _ in range(3)] if shared else [Limiter(None)]

        taken = [one for _ in range(5) for one in limiters * 3 if one.hit(limit, "test", "give")]
        assert len(taken) == 10
        for one in taken[:4]:
            one.give_back(limit, "test", "give")

        assert sum(one.hit(limit, "test", "give") for one in limiters * 9) == 4
        limiters[0].give_back(limit, "test", "nobody")

    @on_sqlite
    def test_an_attempt_that_was_not_decided_does_not_count(self, app, join, monkeypatch):
        join("ann")

        def away(*_args: object, **_options: object) -> bool:
            raise Unavailable

        monkeypatch.setattr(passwords, "is_right", away)
        for _ in range(20):
            with pytest.raises(Unavailable):
                authenticate.authenticate("ann", WRONG, ADDRESS)
        monkeypatch.undo()

        assert authenticate.authenticate("ann", PASSWORD, ADDRESS)


class TestTheCostOfUnknownNames:
    """After a change of BCRYPT_ROUNDS, they cost what accounts cost."""

    NAMES = [f"nobody-{number}" for number in range(60)]

    @pytest.fixture
    def costs(self, app, monkeypatch):
        check = mock.Mock(wraps=bcrypt.checkpw)
        monkeypatch.setattr(bcrypt, "checkpw", check)

        def of(*names: str) -> list[int]:
            check.reset_mock()
            app.extensions.pop("weconnect_rounds", None)
            for number, name in enumerate(names):
                with pytest.raises(Unauthorized):
                    authenticate.authenticate(name, WRONG, f"198.51.100.{number}")
            return [int(call.args[1][4:6]) for call in check.call_args_list]

        return of

    def test_they_follow_the_accounts(self, app, join, configure, costs):
        people = [f"person{number}" for number in range(4)]
        for name in people:
            join(name)
        configure(bcrypt_rounds=6)

        # Nobody has logged in since: everybody is as before.
        assert set(costs(*people, *self.NAMES)) == {4}
        authenticate.authenticate(people[0], PASSWORD, ADDRESS)
        authenticate.authenticate(people[1], PASSWORD, ADDRESS)
        half = costs(*self.NAMES)
        # A name's cost is always the same, and as many have each as there are accounts with it.
        assert costs(*self.NAMES) == half
        assert 15 <= half.count(6) <= 45
        assert half.count(4) + half.count(6) == 60
        authenticate.authenticate(people[2], PASSWORD, ADDRESS)
        authenticate.authenticate(people[3], PASSWORD, ADDRESS)
        assert set(costs(*people, *self.NAMES)) == {6}

    @on_sqlite
    def test_without_accounts_it_is_the_settings(self, app, costs):
        assert costs("nobody") == [4]
        assert dummies.rounds_for("nobody") is None
