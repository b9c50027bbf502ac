"""What the doctor says of where files are kept."""

from sqlalchemy import insert

from weconnect.engine.database.transactions import db, transaction
from weconnect.files.limits import blobs, objects
from weconnect.files.store.database import chunks
from weconnect.operations.doctor.files import files


@transaction
def keep(place: str) -> None:
    """Let there be something in a place."""
    db.session.execute(insert(objects).values(id=place, state="whole", length=1, place=place))
    blob = {"object_id": place, "variant": "original", "place": place}
    db.session.execute(insert(blobs).values(**blob, size=1, sha256="", type="text/plain"))


def test_each_place_is_tried(of_app, wrongs):
    keep("database")
    folder = of_app.data_dir / "files"
    found = [one.text for one in files(of_app)]
    assert found == [
        "New files are kept on the disk: one was written, read and deleted.",
        "Older files are kept in the database: one was written, read and deleted.",
    ]
    assert not any(one.is_file() for one in folder.rglob("*"))
    assert db.session.query(chunks).count() == 0
    db.session.remove()
    # A bucket that nothing is known of any more, and no folder.
    keep("s3")
    for one in folder.iterdir():
        one.rmdir()
    folder.rmdir()
    folder.touch()
    disk, bucket = wrongs(files(of_app))
    assert disk.startswith("Files cannot be kept on the disk: ")
    assert bucket == (
        "Files cannot be kept in the bucket: FILES does not name 's3', where files are."
    )
