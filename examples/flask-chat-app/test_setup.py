"""Checks what the tests and the image need before either takes its time: python test_setup.py"""

import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).parent
FILES = [
    "Dockerfile",
    "VERSION",
    "app.py",
    "model.py",
    "requirements.txt",
    "static/chat.js",
    "static/style.css",
    "templates/index.html",
]
# What both the tag of an image and a Python package may be called.
VERSION_FORM = re.compile(r"\d+\.\d+\.\d+((a|b|rc)\d+)?(\.(post|dev)\d+)?")
PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,.-]+\])?==([^\s;]+)", re.MULTILINE)


def missing_files(folder: Path) -> list[str]:
    return [f"{file}: expected a file, found none; restore it" for file in FILES if not (folder / file).is_file()]


def wrong_version(folder: Path) -> list[str]:
    file = folder / "VERSION"
    found = file.read_text().strip() if file.is_file() else ""
    if VERSION_FORM.fullmatch(found):
        return []
    return [f"VERSION: expected a version such as 1.2.3, found {found!r}; correct it"]


def wrong_packages(folder: Path) -> list[str]:
    file = folder / "requirements.txt"
    pinned = PINNED.findall(file.read_text()) if file.is_file() else []
    installed = [(name, wanted, installed_version(name)) for name, wanted in pinned]
    return [
        f"{name}: expected {wanted}, found {found or 'none'}; run pip install -r requirements.txt"
        for name, wanted, found in installed
        if found != wanted
    ]


def installed_version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def problems(folder: Path) -> list[str]:
    return missing_files(folder) + wrong_version(folder) + wrong_packages(folder)


if __name__ == "__main__":
    found = problems(HERE)
    if found:
        sys.exit("\n".join(found))
    print(f"flask-chat-app {(HERE / 'VERSION').read_text().strip()}: files and packages are in place")
