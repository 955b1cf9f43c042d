"""What the environment decides. A missing variable ends the program in one line."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import URL


@dataclass(frozen=True)
class Settings:
    secret: str
    database: URL | str
    # Where an ingress serves several applications: such as /flask.
    prefix: str = ""


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """Without DB_HOST, everything is for development: a SQLite file and a secret for as long as it runs."""
    prefix = environment.get("URL_PREFIX", "").rstrip("/")
    if not environment.get("DB_HOST"):
        return Settings(environment.get("CONDUIT_SECRET") or secrets.token_hex(32), "sqlite:///conduit.sqlite", prefix)
    absent = [name for name in ("CONDUIT_SECRET", "DB_USER", "DB_PASSWORD") if not environment.get(name)]
    if absent:
        raise SystemExit(f"{', '.join(absent)}: expected a value, found none; set it, as DB_HOST is set")
    database = URL.create(
        "postgresql+psycopg",
        username=environment["DB_USER"],
        password=environment["DB_PASSWORD"],
        host=environment["DB_HOST"],
        port=int(environment.get("DB_PORT", "5432")),
        database=environment.get("DB_NAME", "conduit"),
    )
    return Settings(environment["CONDUIT_SECRET"], database, prefix)
