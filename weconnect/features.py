"""The features, in their order: each may use those above it, and none below."""

FEATURES = (
    # What everything stands on.
    "auth",
    "rooms",
    "formatting",
    "messages",
    "levels",
    "sections",
    # What hangs on messages.
    "groups",
    "mentions",
    "emoji",
    "reactions",
    "files",
    "permalinks",
    "pins",
    "composer",
    "bookmarks",
    "edit_history",
    "erasing",
    "forwarding",
    "inbox",
    "threads",
    "receipts",
    "previews",
    # What goes on around them.
    "presence",
    "status",
    "search",
    "undo",
    "scheduled",
    "drafts",
    "e2ee",
    "polls",
    "reminders",
    "announcements",
    # Getting about, and what helps with writing.
    "slash",
    "switcher",
    "snippets",
    "catch_up",
    # The page in which it all comes together, and what operators use.
    "chat",
    "operations",
)
