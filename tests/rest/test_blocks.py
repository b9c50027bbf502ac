"""Who may add one to rooms, and whom one blocks, by the API."""


def test_by_the_api(program):
    ann, bo = program("ann"), program("bo")
    me = ann.ok("GET", "/me")
    them = bo.ok("GET", "/me")
    assert (me["reach"], me["displayName"]) == ("everybody", "ann")
    assert ann.ok("PATCH", "/me", {"reach": "known"}) == me | {"reach": "known"}
    changed = ann.ok("PATCH", "/me", {"displayName": "Ann", "reach": "nobody"})
    assert changed == me | {"displayName": "Ann", "reach": "nobody"}
    assert ann.ok("PATCH", "/me", {"displayName": "Annie"})["reach"] == "nobody"
    for wrong in ({}, {"reach": "x"}, {"reach": None}, {"displayName": None}):
        assert ann.error("PATCH", "/me", wrong) == (400, "badRequest"), wrong
    assert ann.ok("GET", "/me") == changed | {"displayName": "Annie"}
    assert "reach" not in bo.ok("GET", f"/users/{me['id']}")
    assert bo.error("POST", "/rooms", {"kind": "direct", "members": ["ann"]}) == (403, "forbidden")

    between = ann.ok("POST", "/rooms", {"kind": "direct", "members": ["bo"]})["id"]
    for _ in range(2):
        assert ann.call("PUT", f"/blocks/{them['id']}").status_code == 204
    blocks = ann.ok("GET", "/blocks")
    assert ([one["username"] for one in blocks["users"]], blocks["next"]) == (["bo"], None)
    assert bo.ok("GET", "/blocks")["users"] == []
    assert bo.ok("GET", f"/rooms/{between}")["archived"]
    for _ in range(2):
        assert ann.call("DELETE", f"/blocks/{them['id']}").status_code == 204
    assert ann.ok("GET", "/blocks")["users"] == []
    assert not bo.ok("GET", f"/rooms/{between}")["archived"]
    for nobody in (me["id"], 4711):
        assert ann.error("PUT", f"/blocks/{nobody}") == (404, "notFound")
