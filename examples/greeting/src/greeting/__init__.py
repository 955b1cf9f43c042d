"""Greets people in their language, as fits the time of day."""

from datetime import time

PHRASES = {
    "de": ("Guten Morgen", "Guten Tag", "Guten Abend"),
    "en": ("Good morning", "Good afternoon", "Good evening"),
    "fr": ("Bonjour", "Bonjour", "Bonsoir"),
    "sv": ("God morgon", "God dag", "God kväll"),
}
MORNING, NOON, EVENING = time(5), time(12), time(18)


def greet(name: str, at: time, language: str = "en") -> str:
    """The greeting for this name at this time of day. Raises ValueError for a language it does not speak."""
    if language not in PHRASES:
        raise ValueError(f"language: expected one of {', '.join(PHRASES)}, found {language!r}")
    if not name.strip():
        raise ValueError("name: expected a text, found none")
    morning, afternoon, evening = PHRASES[language]
    if MORNING <= at < NOON:
        phrase = morning
    elif NOON <= at < EVENING:
        phrase = afternoon
    else:
        phrase = evening
    return f"{phrase}, {name.strip()}!"
