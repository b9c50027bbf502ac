"""The product with the features on which all others stand, and no more."""

from gevent import monkey

monkey.patch_all()

from tests.house.stories import NEEDED  # noqa: E402
from weconnect import create_app  # noqa: E402
from weconnect.features import FEATURES  # noqa: E402

app = create_app(names=[one for one in FEATURES if one in NEEDED])
