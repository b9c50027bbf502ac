"""Who may do what with threads: the first message of the test's room begins one."""

from tests.harness.permissions import OWN, Row

THREAD = "/rooms/<int:room>/threads/<int:thread>"

REST = {
    "GET /threads": Row(**OWN),
    f"GET {THREAD}/messages": Row(),
    f"PUT {THREAD}/read": Row({"seq": 1}),
    f"PUT {THREAD}/following": Row(),
    f"DELETE {THREAD}/following": Row(),
}
_THREAD = {"room": 0, "thread": 0}
EVENTS = {
    "threadHistory": _THREAD,
    "markThreadRead": _THREAD | {"seq": 1},
    "followThread": _THREAD | {"on": True},
}
TOLD = {
    "threadState": "all sockets of the person; at most one per thread and second for what is said"
}
