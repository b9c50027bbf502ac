"""Who may look at the team's emojis, and make them."""

from tests.harness.permissions import OWN, Row

REST = {
    "GET /emoji": Row(**OWN),
    # What is no picture is refused when it is clear that one may make emojis.
    "POST /emoji": Row({"name": "wiggle", "picture": "eA=="}, outsider=400, former=400, member=400),
    "PATCH /emoji/<name>": Row({"name": "waggle"}, member=404),
    "DELETE /emoji/<name>": Row(member=404),
    "PUT /me/skin-tone": Row({"skinTone": 3}, **OWN),
    "POST /me/recent-emojis": Row({"emojis": ["🎉"]}, **OWN),
}
TOLD = {
    "emojiChanged": "everybody's sockets",
    "ownEmojisChanged": "all sockets of the person",
}
