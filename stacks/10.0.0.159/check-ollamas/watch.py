"""Asks Ollama servers how they are, each in a thread of its own, so that nobody waits for a slow one."""

import json
import time
from dataclasses import dataclass, replace
from http.client import HTTPException
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

INTERVAL_SECONDS = 15
TIMEOUT_SECONDS = 2
# The time-out counts for each read, so a server that dribbles outlasts it: no report for so long is a hang.
HANGS_AFTER_SECONDS = 3 * INTERVAL_SECONDS
MAX_ANSWER_BYTES = 1024 * 1024
# These servers are on the team's own network, where no proxy stands between.
OPENER = build_opener(ProxyHandler({}))


@dataclass(frozen=True)
class Model:
    name: str
    bytes: int


@dataclass(frozen=True)
class Status:
    url: str
    # "asking" before the first report, then "up", "down" or "hanging".
    state: str = "asking"
    version: str | None = None
    models: tuple[Model, ...] = ()
    error: str | None = None
    # Whole seconds since the report, or since the start where there is none.
    age: int = 0


class Watcher(Thread):
    def __init__(self, url, interval=INTERVAL_SECONDS, clock=time.monotonic):
        super().__init__(name=url, daemon=True)
        self._interval = interval
        self._clock = clock
        self._report = Status(url), clock()

    def run(self):
        while True:
            self.look()
            time.sleep(self._interval)

    def look(self):
        report, _ = self._report
        self._report = ask(report.url), self._clock()

    def status(self):
        """The last report with its age; answers at once."""
        report, reported = self._report
        age = int(self._clock() - reported)
        if age > HANGS_AFTER_SECONDS:
            return replace(report, state="hanging", age=age, error="began to answer, then stopped")
        return replace(report, age=age)


def ask(url):
    try:
        version = str(fetch(f"{url}/api/version")["version"])
        models = fetch(f"{url}/api/tags")["models"]
        listed = tuple(Model(str(model["name"]), int(model.get("size", 0))) for model in models)
        return Status(url, "up", version, tuple(sorted(listed, key=lambda model: model.name)))
    except HTTPError as error:
        return Status(url, "down", error=f"answers {error.code} {error.reason}")
    except (OSError, HTTPException) as error:
        cause = getattr(error, "reason", error)
        return Status(url, "down", error=getattr(cause, "strerror", None) or str(cause))
    # Whatever a server sends, its watcher lives on.
    except Exception:
        return Status(url, "down", error="answers, but not as Ollama does")


def fetch(url):
    with OPENER.open(url, timeout=TIMEOUT_SECONDS) as response:
        return json.loads(response.read(MAX_ANSWER_BYTES))


def servers_of(text):
    """The servers of a list with commas; ends the program with one line for the first malformed one."""
    urls = [entry.strip().rstrip("/") for entry in text.split(",") if entry.strip()]
    for number, url in enumerate(urls, 1):
        if not is_server(url):
            # Not repeated: it may hold a password.
            raise SystemExit(
                f"OLLAMAS: expected http(s)://host[:port] without a login as server {number}; correct it"
            )
    return list(dict.fromkeys(urls))


def is_server(url):
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and parts.hostname
            and "@" not in parts.netloc
            and parts.port != 0
        )
    except ValueError:
        return False
