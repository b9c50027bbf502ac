"""The product with the static files of another folder, which the environment names."""

import os
from pathlib import Path

from weconnect.engine.web.static_files import Tree
from wsgi import app  # patches first

known = app.extensions["weconnect_assets"]
tree = Tree(Path(os.environ["STATIC_FILES"]), joined=known.joined, bundle=known.bundle)
app.extensions["weconnect_assets"] = tree
app.jinja_env.globals["modules"] = tree.modules
