"""Work that must happen after a commit, and outlives the process: mails, imports, long tidying.

    @job("send_mail")
    def send(payload: Payload) -> None: ...

    @transaction
    def invite(...):
        ...
        enqueue("send_mail", {"to": person.id}, key=f"invite:{person.id}")

A job is a row that is written in the transaction that makes it necessary (`queue.py`): if that is
taken back, there is none. Each server has a runner (`runner.py`) that takes what is due, with a
lease (`leases.py`): one server does it, however many there are. If that one ends, the lease does,
and another one does the job. What fails is tried again, later and later, and at last kept for the
operator (`flask doctor`, `flask jobs`).

Why it is no library: docs/decisions/jobs-in-the-database.md.
"""
