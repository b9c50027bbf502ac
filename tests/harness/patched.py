"""The tests run under the server's own gevent patches. tests/conftest.py imports this first."""

import gc
import ssl
import warnings

from gevent import monkey

with warnings.catch_warnings():
    # pytest's plugins have imported ssl already.
    warnings.simplefilter("ignore", monkey.MonkeyPatchWarning)
    monkey.patch_all()

from urllib3.util import ssl_

ssl_.SSLContext = ssl.SSLContext  # type: ignore[assignment]  # for urllib3 it may be None

# As the server does: what was loaded stays, and need not be looked through again and again.
gc.set_threshold(10_000, 10, 10)
