"""Who calls: an access token, or a browser with its cookie and a CSRF token. And how often."""

from tests.harness.answers import json_of
from tests.rest.conftest import Program, make_program
from weconnect.engine.limits import budget, rate_limit


def test_without_a_login(stranger):
    answer = stranger.call("GET", "/me")

    assert answer.status_code == 401
    assert json_of(answer)["error"]["code"] == "unauthorized"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_token(program, app):
    program("ann")

    for secret in ("wc_wrong", "x" * 8000, "ä", " "):
        answer = Program(app).call("GET", "/me", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 401


def test_the_scheme_may_be_written_in_any_capitals(program, app):
    ann = program("ann")

    answer = Program(app).call("GET", "/me", headers={"Authorization": f"bEARER  {ann.secret} "})

    assert json_of(answer)["username"] == "ann"


def test_the_secret_counts_in_the_header_alone(program, stranger):
    ann = program("ann")

    assert stranger.error("GET", f"/me?token={ann.secret}") == (401, "unauthorized")
    assert stranger.error("GET", f"/me?access_token={ann.secret}") == (401, "unauthorized")


def test_a_browser_reads_with_its_cookie_and_writes_with_a_csrf_token(shared_server):
    ann = shared_server.person("ann.csrf")
    url = f"{shared_server.url}/api/v1"

    assert ann.http.get(f"{url}/me").json()["username"] == ann.username
    without = ann.http.post(f"{url}/rooms", json={"kind": "public", "name": "Roof"})
    assert (without.status_code, without.json()["error"]["code"]) == (400, "badRequest")
    wrong = ann.http.post(
        f"{url}/rooms", json={"kind": "public", "name": "Roof"}, headers={"X-CSRFToken": "wrong"}
    )
    assert wrong.status_code == 400
    in_form = ann.http.post(f"{url}/rooms", data={"csrf_token": ann.csrf})
    assert in_form.status_code == 400
    assert ann.api("POST", "/rooms", {"kind": "public", "name": "Roof"}).status_code == 201


def test_somebody_elses_csrf_token_is_none(shared_server):
    ann, eve = shared_server.person("ann.other"), shared_server.person("eve.other")

    answer = ann.http.patch(
        f"{shared_server.url}/api/v1/me",
        json={"displayName": "E"},
        headers={"X-CSRFToken": eve.csrf},
    )

    assert answer.status_code == 400


def test_a_token_counts_alone_beside_a_cookie(shared_server):
    ann, bob = shared_server.person("ann.token"), shared_server.person("bob.token")
    token = bob.call_api("POST", "/tokens", {})["token"]

    as_bob = ann.api("GET", "/me", headers={"Authorization": f"Bearer {token}"})
    wrong = ann.api("GET", "/me", headers={"Authorization": "Bearer wc_wrong"})
    other_scheme = ann.api("GET", "/me", headers={"Authorization": "Basic YTpi"})

    assert as_bob.json()["username"] == bob.username
    assert wrong.status_code == 401
    # A proxy in front may ask for a password of its own.
    assert other_scheme.json()["username"] == ann.username


def test_too_many_calls_are_told_when_to_come_back(request, tmp_path, monkeypatch):
    apps = request.getfixturevalue("_apps")
    monkeypatch.setattr(budget, "CALLS", rate_limit.rule("3 per minute"))
    with apps.make(tmp_path, None, rate_limits=True) as app, app.app_context():
        ann, bob = make_program(app, "ann"), make_program(app, "bob")
        for _ in range(3):
            ann.ok("GET", "/me")

        answer = ann.call("GET", "/me")

        assert answer.status_code == 429
        assert json_of(answer)["error"]["code"] == "rateLimited"
        assert 0 < json_of(answer)["error"]["retryAfter"] <= 60
        assert json_of(answer)["error"]["retryAfter"] <= int(answer.headers["Retry-After"]) <= 60
        bob.ok("GET", "/me")
