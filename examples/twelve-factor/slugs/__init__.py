"""Turns titles into slugs: `Hello, World!` becomes `hello-world`."""

import re
import unicodedata


def slug(title: str, longest: int) -> str:
    """Of lower-case letters, digits and single hyphens; cut between words where one fits. Empty where none is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    whole = "-".join(words)
    if len(whole) <= longest:
        return whole
    cut = whole[: longest + 1].rpartition("-")[0]
    return cut or whole[:longest]
