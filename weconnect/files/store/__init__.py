"""Where the bytes of files are: a disk, the database or an S3 bucket, behind one interface.

Files know places by their names alone. All methods wait as greenlets do: what would block the event
loop runs in native threads.
"""
