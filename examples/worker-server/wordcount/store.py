"""Tasks in SQLite. A worker leases a task; where it does not report in time, another gets it."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from time import time
from typing import Any
from uuid import uuid4

SCHEMA = """
CREATE TABLE IF NOT EXISTS task (
  id TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  created REAL NOT NULL,
  lease TEXT,
  leased_until REAL NOT NULL DEFAULT 0,
  result TEXT
)
"""
OLDEST_OPEN = "SELECT id FROM task WHERE result IS NULL AND leased_until <= ? ORDER BY created LIMIT 1"


class Store:
    def __init__(self, path: str, lease_seconds: float, clock: Callable[[], float] = time):
        self._path, self._lease_seconds, self._clock = path, lease_seconds, clock
        self._run(SCHEMA)

    def add(self, text: str) -> str:
        task = uuid4().hex
        self._run("INSERT INTO task (id, text, created) VALUES (?, ?, ?)", task, text, self._clock())
        return task

    def claim(self) -> dict[str, str] | None:
        """The oldest open task with a new lease; None where there is none."""
        now = self._clock()
        rows = self._run(
            f"UPDATE task SET lease = ?, leased_until = ? WHERE id = ({OLDEST_OPEN}) RETURNING id, lease, text",
            *(uuid4().hex, now + self._lease_seconds, now),
        )
        return dict(zip(("id", "lease", "text"), rows[0], strict=True)) if rows else None

    def finish(self, task: str, lease: str, result: Any) -> bool:
        """False where the lease is not, or no longer, the task's."""
        rows = self._run(
            "UPDATE task SET result = ? WHERE id = ? AND lease = ? AND result IS NULL RETURNING id",
            *(json.dumps(result), task, lease),
        )
        return bool(rows)

    def get(self, task: str) -> dict[str, Any] | None:
        rows = self._run("SELECT result FROM task WHERE id = ?", task)
        if not rows:
            return None
        return {"id": task, "result": json.loads(rows[0][0]) if rows[0][0] else None}

    def _run(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._path, timeout=10)) as database, database:
            return database.execute(statement, values).fetchall()
