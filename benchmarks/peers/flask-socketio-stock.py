"""Flask-SocketIO over gevent as it comes: no login, nothing stored. flask-socketio-stock.py PORT"""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402
from typing import Any  # noqa: E402

from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, emit, join_room  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent")


@socketio.on("joinRoom")
def join(data: dict[str, Any]) -> dict[str, bool]:
    join_room(data["room"])
    return {"ok": True}


@socketio.on("sendMessage")
def send(data: dict[str, Any]) -> None:
    message = {"room": data["room"], "sender": "u", "content": data["content"], "id": 1}
    emit("newMessage", message, to=data["room"])


socketio.run(app, host="127.0.0.1", port=int(sys.argv[1]))
