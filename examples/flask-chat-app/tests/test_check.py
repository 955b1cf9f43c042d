"""What the check before the tests finds: the real folder is right, a spoilt copy is not."""

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE))

from test_setup import problems


def test_this_folder_is_right():
    assert problems(HERE) == []


def test_each_fault_is_named_at_once(tmp_path):
    copy = shutil.copytree(HERE, tmp_path / "copy", ignore=shutil.ignore_patterns(".venv", ".git"))
    (copy / "model.py").unlink()
    (copy / "VERSION").write_text("next\n")
    (copy / "requirements.txt").write_text("flask==0.1\nno-such-package-at-all==1.0\n")
    installed = next(line for line in problems(copy) if line.startswith("flask"))
    assert problems(copy) == [
        "model.py: expected a file, found none; restore it",
        "VERSION: expected a version such as 1.2.3, found 'next'; correct it",
        installed,
        "no-such-package-at-all: expected 1.0, found none; run pip install -r requirements.txt",
    ]
    assert installed.startswith("flask: expected 0.1, found 3.")
