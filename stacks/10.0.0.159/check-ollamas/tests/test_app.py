"""The page against real servers on loopback: a right one, wrong ones, a slow one, none."""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from app import VERSION, create_app
from watch import HANGS_AFTER_SECONDS, Model, Status, Watcher, ask, servers_of

TAGS = {
    "models": [
        {"name": "qwen3:8b", "size": 5_200_000_000},
        {"name": "<b>llama3.2</b>", "size": 2_000_000_000},
    ]
}
OLLAMA = {"/api/version": {"version": "0.12.3"}, "/api/tags": TAGS}


@pytest.fixture
def serve():
    """Starts servers that answer JSON by path, and 404 elsewhere; a callable answers by itself."""
    running = []

    def start(answers):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                answer = answers.get(self.path) if isinstance(answers, dict) else answers()
                self.send_response(404 if answer is None else 200)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        running.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def settled(client):
    """The servers of /api/status as soon as each has reported."""
    for _ in range(100):
        servers = client.get("/api/status").json["servers"]
        if all(server["state"] != "asking" for server in servers):
            return servers
        time.sleep(0.05)
    raise AssertionError(servers)


def test_tells_version_and_models(serve):
    url = serve(OLLAMA)
    models = (Model("<b>llama3.2</b>", 2_000_000_000), Model("qwen3:8b", 5_200_000_000))
    assert ask(url) == Status(url, "up", "0.12.3", models)


def test_tells_why_a_server_is_down(serve):
    foreign, other = serve({}), serve(lambda: ["hello"])
    closed = "http://127.0.0.1:1"
    assert [ask(url).error for url in (foreign, other, closed)] == [
        "answers 404 Not Found",
        "answers, but not as Ollama does",
        "Connection refused",
    ]


def test_asks_in_parallel_and_never_waits(serve):
    release = Event()
    slow, quick = serve(lambda: release.wait(5)), serve(OLLAMA)
    begin = time.monotonic()
    client = create_app({"OLLAMAS": f"{slow},{quick}", "STAGE": "prod"}).test_client()
    first = client.get("/api/status").json
    assert time.monotonic() - begin < 1
    assert [server["state"] for server in first["servers"]][0] == "asking"
    assert [(server["state"], server["error"]) for server in settled(client)] == [
        ("down", "timed out"),
        ("up", None),
    ]
    assert time.monotonic() - begin < 4
    release.set()


def test_page_shows_all_and_escapes(serve):
    url = serve(OLLAMA)
    client = create_app({"OLLAMAS": f"{url}, http://127.0.0.1:1/", "STAGE": "prod"}).test_client()
    settled(client)
    page = client.get("/").text
    shown = [
        url,
        "http://127.0.0.1:1",
        "1 of 2 up",
        "prod",
        "version 0.12.3",
        "qwen3:8b",
        "5.2 GB",
        "Connection refused",
    ]
    assert [text for text in shown if text not in page] == []
    assert "&lt;b&gt;llama3.2&lt;/b&gt;" in page and "<b>llama3.2" not in page


def test_health_and_empty_list():
    client = create_app({}).test_client()
    assert client.get("/health").json == {"status": "ok", "stage": "dev", "version": VERSION}
    assert client.get("/api/status").json == {"stage": "dev", "version": VERSION, "servers": []}
    assert "No servers are listed" in client.get("/").text


def test_a_report_grows_old_and_then_counts_as_hanging():
    now = 0
    watcher = Watcher("http://127.0.0.1:1", clock=lambda: now)
    watcher.look()
    down = Status("http://127.0.0.1:1", "down", error="Connection refused")
    assert watcher.status() == down
    now = HANGS_AFTER_SECONDS + 1
    assert watcher.status() == Status(down.url, "hanging", error="began to answer, then stopped", age=now)


def test_reads_the_list():
    assert servers_of(" http://a:11434/ ,, https://b ,http://a:11434") == ["http://a:11434", "https://b"]


@pytest.mark.parametrize(
    "url", ["a:11434", "ftp://a", "http://", "http://me:pw@a", "http://a:port", "http://a:70000"]
)
def test_refuses_what_is_no_server(url):
    with pytest.raises(SystemExit) as end:
        servers_of(f"http://a,{url}")
    assert end.value.code == "OLLAMAS: expected http(s)://host[:port] without a login as server 2; correct it"
