import os
import subprocess
import sys
from pathlib import Path
from socket import create_server
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from app import app

ROOT = Path(__file__).parents[1]


def test_hello():
    response = app.test_client().get("/")
    assert (response.status_code, response.text) == (200, "Hello World!")


def test_app_engine_may_warm_it_up():
    assert app.test_client().get("/_ah/warmup").status_code == 204


def test_vendored_packages_come_first():
    assert sys.path[0] == str(ROOT / "app" / "lib")


@pytest.fixture
def port():
    with create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_the_entrypoint_serves_on_the_port_it_is_given(port):
    entrypoint = next(
        line.removeprefix("entrypoint: python ").split()
        for line in (ROOT / "app.yaml").read_text().splitlines()
        if line.startswith("entrypoint: ")
    )
    environment = {**os.environ, "PORT": str(port)}
    with subprocess.Popen([sys.executable, *entrypoint], cwd=ROOT, env=environment) as server:
        try:
            assert fetched(f"http://127.0.0.1:{port}/") == b"Hello World!"
        finally:
            server.terminate()


def fetched(url, seconds=20):
    end = monotonic() + seconds
    while True:
        try:
            return urlopen(url, timeout=2).read()
        except URLError:
            if monotonic() > end:
                raise
            sleep(0.1)
