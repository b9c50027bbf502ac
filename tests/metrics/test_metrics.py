"""`/metrics`: who gets it, and that its figures are those of what happened."""

import math
import uuid
from collections.abc import Iterator

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from tests.files.sending import begin_file, send_file
from tests.harness.doors import COMMANDS
from tests.harness.processes import ROOT
from tests.harness.seasons import SUMMER
from tests.harness.server import Server
from tests.harness.waiting import eventually

TOKEN = "a token of the tests, long enough"


@pytest.fixture
def server(start_server):
    return start_server(METRICS_TOKEN=TOKEN, RATE_LIMITS="on")


@pytest.fixture(scope="module")
def scraped(_apps, tmp_path_factory) -> Iterator[Server]:
    """One for the tests that count nothing."""
    folder = _apps.lay_out(tmp_path_factory.mktemp("scraped"))
    server = Server(folder, METRICS_TOKEN=TOKEN, RATE_LIMITS="on")
    server.start()
    yield server
    server.close()


def ask(server: Server, token: str | None = TOKEN) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}".encode()} if token is not None else {}
    return server.get("/metrics", headers=headers)


def samples(server: Server) -> dict[tuple[str, ...], float]:
    """Every sample, by its name and the values of its labels."""
    answer = ask(server)
    assert answer.status_code == 200, answer.text
    return {
        (one.name, *(one.labels[label] for label in sorted(one.labels))): one.value
        for family in text_string_to_metric_families(answer.text)
        for one in family.samples
    }


def test_it_is_not_there_without_the_setting(shared_server):
    nowhere = shared_server.get("/nowhere")
    for token in (None, "", TOKEN):
        answer = ask(shared_server, token)
        assert answer.status_code == nowhere.status_code == 404


def test_it_is_for_whoever_has_the_token(scraped):
    for token in (None, "", "wrong", TOKEN[:-1], TOKEN + "x", "ä"):
        answer = ask(scraped, token)
        assert answer.status_code == 401, token
        assert "weconnect_" not in answer.text
    assert scraped.get("/metrics", auth=("x", TOKEN)).status_code == 401
    assert scraped.get(f"/metrics?token={TOKEN}").status_code == 401

    ann = scraped.person("ann")
    assert ann.get("/metrics").status_code == 401, "an administrator's session is no token"
    assert ask(scraped).headers["Cache-Control"] == "no-store"
    assert TOKEN not in scraped.log


def test_what_people_do_is_counted(server):
    ann, bob = server.person("ann"), server.person("bob")
    room = ann.make_room(members=["bob"])["id"]
    writer, reader = ann.socket(), bob.socket(transports=("polling",))
    for socket in (writer, reader):
        socket.ok("joinRoom", {"room": room})
    before = samples(server)
    for number in range(20):
        writer.say(room, str(number))
    reader.wait_for("newMessage", lambda message: message["content"] == "19")
    writer.error("history", {"room": 4711})
    ann.get(f"/rooms/{room}")
    after = samples(server)

    def grown(*key: str) -> float:
        return after.get(key, 0) - before.get(key, 0)

    assert after["weconnect_connections", "websocket"] == 1
    assert after["weconnect_connections", "polling"] == 1
    assert after["weconnect_people",] == 2
    assert after["weconnect_connections_opened_total",] == 2
    assert after["weconnect_connections_limit",] > 0
    assert grown("weconnect_broadcasts_total") >= 20
    # To the writer: each message and each acknowledgement. To the reader: each message.
    assert grown("weconnect_deliveries_total", "websocket") >= 40
    assert grown("weconnect_deliveries_total", "polling") >= 20
    assert (
        1
        <= grown("weconnect_writes_total", "websocket")
        <= grown("weconnect_deliveries_total", "websocket")
    )
    assert grown("weconnect_event_duration_seconds_count", "sendMessage") == 20
    assert grown("weconnect_event_duration_seconds_bucket", "sendMessage", "+Inf") == 20
    assert grown("weconnect_event_duration_seconds_sum", "sendMessage") > 0
    assert grown("weconnect_events_refused_total", "notFound") == 1
    assert grown("weconnect_commit_entries_sum") == 20
    commits = grown("weconnect_commit_entries_count")
    assert 1 <= commits == grown("weconnect_commit_duration_seconds_count")
    small = [grown("weconnect_small_commits_total", place) for place in ("loop", "thread")]
    assert 0 < sum(small) <= commits
    assert after["weconnect_log_queue",] == 0
    page = ("GET", "/rooms/<int:room_id>")
    assert grown("weconnect_http_request_duration_seconds_count", *page) == 1
    assert grown("weconnect_http_responses_total", "200") >= 1
    assert after["process_resident_memory_bytes",] > 0
    assert after["weconnect_loop_lateness_seconds_count",] > 0


def test_what_people_ask_each_other_for_is_counted(server):
    ann, bob = server.person("ann"), server.person("bob")
    room = ann.make_room(members=["bob"])["id"]
    before = samples(server)

    def post(**wish) -> int:
        wish = {"content": "Tea?", "clientId": str(uuid.uuid4()), **wish}
        return ann.call_api("POST", f"/rooms/{room}/messages", wish)["id"]

    poll = post(poll={"options": ["yes", "no"], "endsAt": f"{SUMMER}T09:00:00Z"})
    by = {"by": f"{SUMMER}T09:00:00Z", "remindAt": f"{SUMMER}T08:00:00Z"}
    announced = post(announcement=by)
    post()
    for choice in ([0], [0], [1]):
        bob.call_api("PUT", f"/messages/{poll}/poll/vote", {"options": choice})
    for _ in range(2):
        bob.call_api("PUT", f"/messages/{announced}/confirmation")
    wish = {"text": "tea", "local": f"{SUMMER}T09:00", "zone": "Europe/Berlin"}
    bob.call_api("POST", "/reminders", wish)
    after = samples(server)

    def grown(name: str, *labels: str) -> float:
        key = (f"weconnect_{name}", *labels)
        return after[key] - before[key]

    assert grown("polls_made_total") == 1
    assert grown("poll_votes_total") == 2, "the same vote again is none"
    assert grown("announcements_made_total") == grown("confirmations_total") == 1
    assert grown("reminders_made_total") == 1
    assert after["weconnect_reminders_told_total",] == 0
    for kind in ("poll_ends", "confirmations", "reminders"):
        assert grown("planned", kind) == 1
        assert after["weconnect_planned_late_seconds", kind] == 0


def test_files_are_counted(server):
    ann = server.person("ann")
    room = ann.make_room()["id"]
    before = samples(server)

    file = send_file(ann, room, b"x" * 1000)
    for _ in range(2):
        assert len(ann.get(f"/files/{file}/file.bin").content) == 1000
    with pytest.raises(AssertionError, match="This picture is broken"):
        send_file(ann, room, b"\x89PNG\r\n\x1a\n no picture")
    begin_file(ann, room, 5000)
    after = samples(server)

    def grown(name: str, label: str) -> float:
        return after[name, label] - before[name, label]

    assert grown("weconnect_file_bytes_total", "in") == 1000 + 19
    assert grown("weconnect_file_bytes_total", "out") == 2000
    became = {one: grown("weconnect_files_total", one) for one in ("ready", "refused", "deleted")}
    assert became == {"ready": 1, "refused": 1, "deleted": 0}


def test_strangers_make_no_new_figures(server):
    ann = server.person("ann")
    socket = ann.socket()
    samples(server)
    names = set(samples(server))

    for _ in range(5):
        nonsense = f"x{uuid.uuid4()}"
        socket.error(nonsense, {})
        server.get(f"/{nonsense}")
        server.get(f"/rooms/{nonsense}")
        requests.request(nonsense.upper()[:8], f"{server.url}/login", timeout=20)
        server.get(f"/socket.io/?EIO=4&transport={nonsense}")

    new = set(samples(server)) - names
    assert {key[1:] for key in new if key[0].endswith("_count")} == {
        ("unknown",),
        ("GET", "none"),
        ("other", "none"),
    }
    known = {"unknown", *COMMANDS}
    for key in set(samples(server)):
        if key[0] == "weconnect_event_duration_seconds_count":
            assert key[1] in known
    assert not [key for key in new if any(str(part)[:1] == "x" for part in key[1:])]


def test_refusals_are_counted(server, start_server):
    stranger = server.get("/socket.io/?EIO=3&transport=polling")
    assert stranger.status_code == 400
    foreign = {"Origin": "https://elsewhere.example"}
    assert server.get("/socket.io/?EIO=4&transport=polling", headers=foreign).status_code == 403
    ann = server.person("ann")
    visitor = server.visitor("ann")
    visitor.password = "a wrong password"
    for _ in range(11):
        with pytest.raises(AssertionError):
            visitor.login()
    socket = ann.socket()
    socket._client.eio.ws.send_binary(b"nothing announced this")
    socket.wait_closed()

    violation = ("weconnect_protocol_violations_total", "1002")
    eventually(lambda: violation in samples(server), "the violation is counted")
    found = samples(server)

    assert found["weconnect_connections_refused_total", "400"] == 1
    assert found["weconnect_connections_refused_total", "403"] == 1
    assert found["weconnect_rate_limited_total", "account"] >= 1
    assert found[violation] == 1


def test_buckets_add_up(scraped):
    scraped.get("/login")
    answer = ask(scraped).text
    families = {one.name: one for one in text_string_to_metric_families(answer)}

    for name in ("weconnect_http_request_duration_seconds", "weconnect_loop_lateness_seconds"):
        rows: dict[tuple[tuple[str, str], ...], list[tuple[float, float]]] = {}
        for one in families[name].samples:
            if one.name.endswith("_bucket"):
                labels = dict(one.labels)
                bound = float(labels.pop("le"))
                rows.setdefault(tuple(sorted(labels.items())), []).append((bound, one.value))
        assert rows
        for row in rows.values():
            assert row == sorted(row), "bounds ascend, and so do the counts"
            assert [value for _, value in row] == sorted(value for _, value in row)
            assert row[-1][0] == math.inf


def test_scrapes_are_not_told_of_in_the_log(scraped):
    before = len(scraped.lines)
    ask(scraped)

    assert not [one for one in scraped.lines[before:] if one.get("path") == "/metrics"]
    assert str(ROOT) not in ask(scraped).text


def test_servers_that_are_joined(start_server, redis):
    server = start_server(METRICS_TOKEN=TOKEN, database="postgres", REDIS_URL=redis.url)
    ann = server.person("ann")
    room = ann.make_room()["id"]
    socket = ann.socket()
    socket.ok("joinRoom", {"room": room})
    socket.say(room, "hello")

    found = eventually(
        lambda: now if (now := samples(server))["weconnect_broker_published_total",] else None,
        "something was published",
    )
    assert found["weconnect_broker_up",] == 1
    assert found["weconnect_broker_subscriptions",] > 0
    for name in ("dropped", "forged", "caught_up"):
        assert found[f"weconnect_broker_{name}_total",] == 0
    assert found["weconnect_database_waiting",] == 0

    redis.stop()
    eventually(lambda: samples(server)["weconnect_broker_up",] == 0, "Redis is missed")
