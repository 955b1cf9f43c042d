"""Everything that is asked for is pinned, by hashes."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_package_is_pinned_with_hashes():
    asked = (ROOT / "requirements.in").read_text().split()
    pin = re.compile(r"^([\w.-]+)(?:\[[\w,.-]+\])?==\S+ \\\n    --hash=sha256:", re.MULTILINE)
    entries = pin.findall((ROOT / "requirements.txt").read_text())
    assert [name for name in asked if name not in entries] == []


def test_the_version_can_be_a_tag():
    assert re.fullmatch(r"\d+\.\d+\.\d+", (ROOT / "VERSION").read_text().strip())
