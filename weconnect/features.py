"""The features, in their order: each may use those above it, and none below."""

FEATURES = (
    # What everything stands on.
    "auth",
    "rooms",
    "formatting",
    "messages",
    # What hangs on messages.
    "groups",
    "mentions",
    "reactions",
    "permalinks",
    "pins",
    "composer",
    "bookmarks",
    "edit_history",
    "erasing",
    "forwarding",
    "inbox",
    # What goes on around them.
    "presence",
    "status",
    "search",
    "e2ee",
    # Getting about.
    "slash",
    "switcher",
    # The page in which it all comes together, and what operators use.
    "chat",
    "operations",
)
