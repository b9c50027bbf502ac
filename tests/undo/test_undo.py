"""For how long somebody's clients hold a message back: their own choice, on all devices."""

from tests.harness.server import Server


def test_it_is_chosen_in_the_profile_or_by_rest(shared_server: Server):
    ann, bo = shared_server.person("hasty"), shared_server.person("steady")
    assert ann.call_api("GET", "/me/undo") == {"seconds": 0}
    room = ann.make_room("Room", "private")["id"]
    assert "undo-seconds" not in ann.get(f"/rooms/{room}").text
    ann.post("/profile/undo", {"seconds": "10"})
    assert ann.call_api("GET", "/me/undo") == {"seconds": 10}
    assert '<data value="10" data-part="undo-seconds"' in ann.get(f"/rooms/{room}").text
    assert bo.call_api("GET", "/me/undo") == {"seconds": 0}
    assert ann.call_api("PUT", "/me/undo", {"seconds": 0}) == {"seconds": 0}
    assert ann.api("PUT", "/me/undo", {"seconds": 7}).status_code == 400
    assert ann.post("/profile/undo", {"seconds": "7"}).status_code == 404
