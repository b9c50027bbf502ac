"""The index of words: derived from the messages, beside the database, built behind them.

It says which messages may hold a word; whether they do is always asked of the messages themselves.
So whatever it knows too much of (what was deleted, or said in another way before) costs a look, and
nobody sees it. What it may know too little of is never asked of it: messages above its `top`, and
those in `search_changes`.

`sqlite.py` keeps it in a file beside the database, `postgres.py` in a schema of its own; neither is
part of a backup. `standing.py` is what the database keeps of it, `building.py` builds it.
"""
