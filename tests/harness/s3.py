"""A server of S3-compatible storage of the tests' own: moto's, in a process of its own.

It looks at signatures when it is told to `check`. All its parts seem to be begun years ago.
"""

import json
import subprocess
import sys
from typing import Any

import requests
from botocore.config import Config
from botocore.session import Session

from .processes import end_group, free_port, listens
from .waiting import eventually

BUCKET = "files"
_MODULE = "import sys; from moto.server import main; sys.exit(main())"


class S3Server:
    """A server with one bucket, and somebody who may do everything there."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _MODULE, "-H", "127.0.0.1", "-p", str(self.port)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        eventually(lambda: listens(self.port), "the storage listens")
        self.check(signatures=False)
        people = self._client("iam", "any", "any")
        people.create_user(UserName="ann")
        may = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [may]})
        people.put_user_policy(UserName="ann", PolicyName="all", PolicyDocument=policy)
        key = people.create_access_key(UserName="ann")["AccessKey"]
        self.key_id, self.secret = key["AccessKeyId"], key["SecretAccessKey"]
        self.client = self._client("s3", self.key_id, self.secret)
        self.client.create_bucket(Bucket=BUCKET)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def setting(self, *options: str, prefix: str = "", port: int | None = None) -> str:
        """What FILES is with it; `port` is that of a link to it."""
        said = "&".join([f"endpoint=http://127.0.0.1:{port or self.port}", *options])
        return f"s3://{BUCKET}/{prefix}?{said}"

    def settings(self, *options: str, port: int | None = None) -> dict[str, str]:
        """All settings with it."""
        return {
            "FILES": self.setting(*options, port=port),
            "AWS_ACCESS_KEY_ID": self.key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret,
        }

    def check(self, *, signatures: bool) -> None:
        """Look at signatures from now on, or at none. Those in addresses it cannot check."""
        unseen = "0" if signatures else str(10**9)
        requests.post(f"{self.url}/moto-api/reset-auth", data=unseen, timeout=30)

    def keys(self) -> set[str]:
        """All that is in the bucket."""
        return {one["Key"] for one in self._listed("list_objects_v2", "Contents")}

    def uploads(self) -> set[str]:
        """The keys of uploads that were begun, and neither completed nor aborted."""
        return {one["Key"] for one in self._listed("list_multipart_uploads", "Uploads")}

    def clear(self) -> None:
        """Empty the bucket."""
        for key in self.keys():
            self.client.delete_object(Bucket=BUCKET, Key=key)
        for one in self._listed("list_multipart_uploads", "Uploads"):
            self.client.abort_multipart_upload(
                Bucket=BUCKET, Key=one["Key"], UploadId=one["UploadId"]
            )

    def stop(self) -> None:
        """End the server as if the machine had gone; all that it had is lost."""
        end_group(self._process)

    def _listed(self, operation: str, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = getattr(self.client, operation)(Bucket=BUCKET).get(name, [])
        return found

    def _client(self, service: str, key_id: str, secret: str) -> Any:
        return Session().create_client(
            service,
            region_name="us-east-1",
            endpoint_url=self.url,
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
            config=Config(s3={"addressing_style": "path"}),
        )
