"""python -m app: serves on PORT, as App Engine wants it; default: 5000."""

import os

from . import app  # first, since it makes the vendored packages importable

from waitress import serve

serve(app, host="0.0.0.0", port=int(os.environ.get("PORT", "5000")))
