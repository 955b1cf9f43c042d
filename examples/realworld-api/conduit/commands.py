"""flask test, flask lint. Each runs in a process of its own, so that coverage sees the imports too."""

import subprocess
import sys
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).parents[1]


def register(app: Flask) -> None:
    @app.cli.command("test")
    def test():
        """Run the unit tests (pytest; options by PYTEST_ADDOPTS)."""
        sys.exit(subprocess.call([sys.executable, "-m", "pytest"], cwd=ROOT))

    @app.cli.command("lint")
    def lint():
        """Look for mistakes and for breaches of style (flake8)."""
        sys.exit(subprocess.call([sys.executable, "-m", "flake8"], cwd=ROOT))
