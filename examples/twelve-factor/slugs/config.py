"""Factor III: what differs between deploys comes from the environment, and nothing else does."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True)
class Config:
    longest: int
    log_level: str
    release: str


def read(environment: Mapping[str, str] = os.environ) -> Config:
    """All that is wrong ends the program at once, a line each."""
    longest = environment.get("LONGEST_SLUG", "80")
    level = environment.get("LOG_LEVEL", "INFO")
    wrong = []
    if not longest.isdecimal() or not 1 <= int(longest) <= 1000:
        wrong.append(f"LONGEST_SLUG: expected a number from 1 to 1000, found {longest!r}; correct it")
    if level not in LEVELS:
        wrong.append(f"LOG_LEVEL: expected one of {', '.join(LEVELS)}, found {level!r}; correct it")
    if wrong:
        raise SystemExit("\n".join(wrong))
    return Config(int(longest), level, environment.get("RELEASE", "unknown"))
