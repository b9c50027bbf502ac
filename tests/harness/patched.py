"""The tests run under the server's own gevent patches. tests/conftest.py imports this first."""

import warnings

from gevent import monkey

with warnings.catch_warnings():
    # pytest may have imported ssl already. Nothing kept a reference to what is replaced now.
    warnings.simplefilter("ignore", monkey.MonkeyPatchWarning)
    monkey.patch_all()
