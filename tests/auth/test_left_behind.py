"""What a browser keeps of whoever leaves it."""

from tests.harness.apps import on_sqlite
from tests.harness.person import PASSWORD, token_of
from weconnect.auth.accounts.models import Login

LEFT = '"cache", "storage"'


pytestmark = on_sqlite


def test_logging_out(app, join, visitor):
    join("ann")
    visitor.login("ann")
    visitor.client.set_cookie("last_room", "1.1")

    assert visitor.logout().headers["Clear-Site-Data"] == LEFT
    assert visitor.client.get_cookie("last_room") is None


def test_the_page_has_seen_to_it_that_others_messages_stay(app, join, visitor):
    join("ann")
    visitor.login("ann")

    left = visitor.post("/logout", "/profile", keep="unsent")

    assert left.headers["Clear-Site-Data"] == '"cache"'


def test_ending_the_own_login_in_the_list(app, join, visitor):
    join("ann")
    visitor.login("ann")
    (mine,) = [one for one in visitor.get("/api/v1/sessions").json["sessions"] if one["current"]]

    left = visitor.post(f"/sessions/{mine['id']}/end", "/sessions")

    assert left.headers["Clear-Site-Data"] == LEFT


def test_a_login_that_has_ended_elsewhere_or_by_itself(app, join, visitor, backdate):
    join("ann")
    visitor.login("ann")
    assert "Clear-Site-Data" not in visitor.get("/profile").headers
    backdate(Login, days=31)

    assert visitor.get("/profile").headers["Clear-Site-Data"] == '"cache"'
    assert visitor.get("/login").headers["Clear-Site-Data"] == '"cache"'
    visitor.login("ann")
    assert "Clear-Site-Data" not in visitor.get("/profile").headers


def test_another_account_takes_over(app, join, visitor):
    join("ann")
    join("bo")
    visitor.login("ann")
    page = visitor.get("/profile").text

    fields = {"username": "bo", "password": PASSWORD, "csrf_token": token_of(page)}
    entered = visitor.open("POST", "/login", data=fields)

    assert entered.status_code == 303
    assert entered.headers["Clear-Site-Data"] == '"cache"'
