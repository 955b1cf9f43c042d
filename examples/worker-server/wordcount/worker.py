"""Asks the server for texts, one at a time, and counts their words."""

import json
import logging
import re
import signal
from collections import Counter
from collections.abc import Callable
from threading import Event
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from wordcount.configuration import Configuration, read

TIMEOUT_SECONDS = 10
MOST_COMMON = 10
log = logging.getLogger("wordcount.worker")


def count(text: str) -> dict:
    words = re.findall(r"\w+", text.lower())
    return {"words": len(words), "most_common": Counter(words).most_common(MOST_COMMON)}


def work(configuration: Configuration, ended: Callable[[], bool], rest: Callable[[float], object]) -> None:
    """Works until `ended`; rests where there is nothing to do, or nobody who answers."""
    while not ended():
        try:
            worked = work_once(configuration)
        except OSError as error:
            log.warning("the server does not answer (%s); trying again", error)
            worked = False
        if not worked:
            rest(configuration.poll_seconds)


def work_once(configuration: Configuration) -> bool:
    """False where there was nothing to do."""
    task = call(configuration, "POST", "/claims", {})
    if task is None:
        return False
    result = {"lease": task["lease"], "result": count(task["text"])}
    try:
        call(configuration, "PUT", f"/tasks/{task['id']}/result", result)
    except HTTPError as error:
        if error.code != 409:
            raise
        log.warning("task %s: another worker was faster", task["id"])
    else:
        log.info("task %s: counted", task["id"])
    return True


def call(configuration: Configuration, method: str, path: str, body: dict) -> dict | None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {configuration.worker_token}"}
    request = Request(configuration.server_url + path, json.dumps(body).encode(), headers, method=method)
    with urlopen(request, timeout=TIMEOUT_SECONDS) as response:
        return json.load(response) if response.status == 200 else None


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    stop = Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    work(read(), stop.is_set, stop.wait)
