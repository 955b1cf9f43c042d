"""Fetching from a release that is served on loopback."""

import hashlib
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from fetch_kops import fetch


@pytest.fixture
def release(tmp_path):
    folder = tmp_path / "linux" / "amd64"
    folder.mkdir(parents=True)
    (folder / "kops").write_bytes(b"the program")
    (folder / "kops.sha256").write_text(hashlib.sha256(b"the program").hexdigest() + "\n")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=tmp_path))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    server.server_close()


def test_takes_what_has_the_published_checksum(release):
    assert fetch(release[0], "x86_64") == b"the program"


def test_refuses_what_was_changed(release):
    url, folder = release
    (folder / "kops").write_bytes(b"another program")
    with pytest.raises(SystemExit, match="expected the checksum"):
        fetch(url, "x86_64")


def test_says_where_it_looked(release):
    with pytest.raises(SystemExit, match=r"/linux/arm64/kops: expected a release of kops, found none"):
        fetch(release[0], "aarch64")
