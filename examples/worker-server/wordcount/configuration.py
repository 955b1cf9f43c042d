"""The one configuration for every environment: environment variables. A missing one ends the program in one line."""

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Configuration:
    worker_token: str
    database: str
    server_url: str
    port: int
    lease_seconds: float
    poll_seconds: float


def read(environment: Mapping[str, str] = os.environ) -> Configuration:
    token = environment.get("WORKER_TOKEN", "")
    if len(token) < 16:
        # Its value stays out of the log.
        raise SystemExit("WORKER_TOKEN: expected 16 characters or more; set the same for server and workers")
    return Configuration(
        worker_token=token,
        database=environment.get("DATABASE", "/data/tasks.sqlite"),
        server_url=environment.get("SERVER_URL", "http://127.0.0.1:8000").rstrip("/"),
        port=int(number(environment, "PORT", "8000")),
        lease_seconds=number(environment, "LEASE_SECONDS", "60"),
        poll_seconds=number(environment, "POLL_SECONDS", "1"),
    )


def number(environment: Mapping[str, str], name: str, default: str) -> float:
    found = environment.get(name, default)
    try:
        return float(found)
    except ValueError:
        raise SystemExit(f"{name}: expected a number, found {found!r}; correct it") from None
