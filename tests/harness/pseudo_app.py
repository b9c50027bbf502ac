"""The product with a language that nobody speaks: see `pseudo.py`."""

from tests.harness.pseudo import TAG, read
from weconnect.engine.i18n import catalogues

catalogues.LANGUAGES[TAG] = catalogues.Language(TAG, "Pseudo", "en_GB")
catalogues._read = read

from wsgi import app  # noqa: E402, F401 - with the language above
