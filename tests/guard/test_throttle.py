"""Limits of how often: exact and rough ones, Redis that goes away, people and rooms."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from tests.harness.waiting import eventually
from weconnect.engine.limits import rate_limit, sliding_window
from weconnect.engine.limits.rate_limit import Limiter, rule
from weconnect.engine.limits.sliding_window import Window, Windows
from weconnect.messages import throttles
from weconnect.wire.errors import RateLimited


class Clock:
    """A time that the test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000_000.0
        monkeypatch.setattr(sliding_window, "time", SimpleNamespace(time=lambda: self.now))


@pytest.fixture
def clock(monkeypatch) -> Clock:
    return Clock(monkeypatch)


def hits(limiter: Limiter, limit: rate_limit.Rule, count: int, key: str = "ann") -> int:
    return sum(limiter.hit(limit, "test", key) for _ in range(count))


class TestOften:
    LIMIT = rule("10 per 10 seconds", often=True)

    def test_as_many_as_may_be(self, clock):
        limiter = Limiter(None)

        assert hits(limiter, self.LIMIT, 25) == 10
        assert hits(limiter, self.LIMIT, 25, "bob") == 10
        assert not limiter.test(self.LIMIT, "test", "ann")

    def test_the_window_slides(self, clock):
        limiter = Limiter(None)
        assert hits(limiter, self.LIMIT, 10) == 10
        clock.now += 10
        assert hits(limiter, self.LIMIT, 10) == 0
        clock.now += 5
        assert hits(limiter, self.LIMIT, 10) == 5
        clock.now += 20
        assert hits(limiter, self.LIMIT, 20) == 10

    @pytest.mark.parametrize("used", [1, 5, 10])
    @pytest.mark.parametrize("pause", [0, 3, 7, 9.99, 10, 14])
    def test_whoever_comes_back_in_time_is_let_in(self, clock, used, pause):
        limiter = Limiter(None)
        clock.now += pause
        hits(limiter, self.LIMIT, used)
        clock.now += pause
        hits(limiter, self.LIMIT, 10)
        wait = limiter.wait(self.LIMIT, "test", "ann")
        assert 0 <= wait <= 20

        clock.now += wait + 0.001
        assert limiter.hit(self.LIMIT, "test", "ann")

    def test_nobody_waits_longer_than_needed(self):
        assert Window(0, 10, before=0, now=9).wait(0, 10) == 0
        assert Window(0, 10, before=0, now=10).wait(3, 10) == pytest.approx(7)
        assert Window(1, 10, before=10, now=5).wait(12, 10) == pytest.approx(3)

    def test_forgetting(self, clock):
        limiter = Limiter(None)
        hits(limiter, self.LIMIT, 10)

        limiter.clear(self.LIMIT, "test", "ann")

        assert limiter.hit(self.LIMIT, "test", "ann")

    def test_memory_follows_who_is_active(self, clock, monkeypatch):
        monkeypatch.setattr(sliding_window, "SWEEP_AFTER", 100)
        storage = Windows()
        for number in range(1000):
            storage.acquire_sliding_window_entry(f"key {number}", 10, 10)
            clock.now += 1

        assert len(storage._windows) < 130


class TestRedis:
    LIMIT = rule("10 per 5 minutes")

    def test_servers_count_together(self, redis):
        one, two = Limiter(redis.url), Limiter(redis.url)

        assert hits(one, self.LIMIT, 6) + hits(two, self.LIMIT, 6) == 10
        one.clear(self.LIMIT, "test", "ann")
        assert hits(two, self.LIMIT, 6) == 6

    def test_while_it_is_away_each_counts_for_itself(self, redis, monkeypatch, caplog):
        monkeypatch.setattr(rate_limit, "LEFT_ALONE_S", 60)
        limiter = Limiter(redis.url)
        assert hits(limiter, self.LIMIT, 4) == 4

        redis.stop()

        assert hits(limiter, self.LIMIT, 25) == 10
        assert limiter.wait(self.LIMIT, "test", "ann") > 0
        assert not limiter.test(self.LIMIT, "test", "ann")
        limiter.clear(self.LIMIT, "test", "ann")
        assert limiter.test(self.LIMIT, "test", "ann")
        # It is asked once, and told of once, however much happens meanwhile.
        assert len([one for one in caplog.records if "counted here alone" in one.message]) == 1

        redis.start()
        limiter._away_until = 0.0
        hits(limiter, self.LIMIT, 1)
        assert limiter._away_until == 0.0

    def test_the_product_serves_on(self, start_server, redis):
        server = start_server(REDIS_URL=redis.url, RATE_LIMITS="on")
        ann = server.person("ann")
        room = ann.make_room()["id"]
        socket = ann.socket()
        socket.ok("joinRoom", {"room": room})

        redis.stop()

        assert socket.say(room, "still here")["content"] == "still here"
        server.visitor("ann").login()
        eventually(lambda: "limits are counted here alone" in server.log)


class TestPosts:
    @pytest.fixture
    def app(self, _apps, tmp_path):
        with _apps.make(tmp_path, None, rate_limits=True) as app, app.app_context():
            yield app

    def test_a_room_has_a_limit_of_its_own(self, team, monkeypatch):
        monkeypatch.setattr(throttles, "ROOM_POSTS", rule("3 per minute", often=True))
        ann, bob, eve = team.people("ann", "bob", "eve")
        room, other = team.room(ann, bob), team.room(ann, bob)

        throttles.count_post(ann, room)
        throttles.count_post(bob, room)
        throttles.count_post(bob, room)
        for actor in (ann, bob):
            with pytest.raises(RateLimited) as refused:
                throttles.count_post(actor, room)
            assert refused.value.retry_after
            assert 0 < refused.value.retry_after <= 60
        throttles.count_post(ann, other)
        # Others learn nothing from it, and cannot use it up.
        for _ in range(5):
            throttles.count_post(eve, room)
            throttles.count_post(eve, other)
        throttles.count_post(bob, other)

    def test_a_person_has_one_over_all_rooms(self, team, monkeypatch):
        monkeypatch.setattr(throttles, "POSTS", rule("3 per minute", often=True))
        ann, bob = team.people("ann", "bob")
        rooms = [team.room(ann, bob) for _ in range(4)]

        for room in rooms[:3]:
            throttles.count_post(ann, room)
        with pytest.raises(RateLimited):
            throttles.count_post(ann, rooms[3])
        throttles.count_post(bob, rooms[3])


def test_whoever_posts_too_fast_is_told_until_when(start_server):
    server = start_server(RATE_LIMITS="on")
    ann = server.person("ann")
    room = ann.make_room()["id"]
    socket = ann.socket()
    socket.ok("joinRoom", {"room": room})

    def post(_number):
        payload = {"room": room, "content": "x", "clientId": str(uuid.uuid4())}
        return socket.call("sendMessage", payload)

    # Many at a time, so that a slow machine is fast enough. As time goes by, it may be more.
    with ThreadPoolExecutor(20) as posting:
        answers = list(posting.map(post, range(400)))

    refused = [one["error"] for one in answers if not one["ok"]]
    assert 200 <= len(answers) - len(refused) < 400
    assert {one["code"] for one in refused} == {"rateLimited"}
    assert all(0 < one["retryAfter"] <= 20 for one in refused)
