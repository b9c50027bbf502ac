"""Everything that a server keeps, taken elsewhere whole: backup, restore, another database.

All tables of the models are moved, row by row and in a form that is the same for SQLite and
PostgreSQL (`rows.py`), from a snapshot of one moment (`databases.py`) and in one transaction
(`filling.py`). What arrived is read back and compared by its checksum. Memory is bounded by a few
hundred rows, however many there are.
"""


class TransferError(Exception):
    """Why something cannot be moved and what to do about it, in a sentence for an operator."""
