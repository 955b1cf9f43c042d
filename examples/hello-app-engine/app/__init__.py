"""Hello World for App Engine. Dependencies that CI has vendored into `lib` come before all others."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "lib"))

from .app import app

__all__ = ["app"]
