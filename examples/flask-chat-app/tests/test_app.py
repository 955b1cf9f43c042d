"""The app without a model server, and with real ones on loopback: a right one, and wrong ones."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from app import MAX_BODY_BYTES, MAX_CHARACTERS, MAX_CHATS, MAX_MESSAGES, VERSION, create_app

HELLO = [{"role": "user", "content": "Hello <b>you</b>"}]


def words(*texts):
    """What Ollama streams for these pieces, without the last line."""
    return [{"message": {"role": "assistant", "content": text}, "done": False} for text in texts]


END = {"message": {"role": "assistant", "content": ""}, "done": True}


@pytest.fixture
def model_server():
    """Starts a server that records what it is asked and answers with these lines."""
    running = []

    def start(lines, status=200):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append((self.path, body))
                self.send_response(status)
                self.end_headers()
                for line in lines:
                    self.wfile.write(json.dumps(line).encode() + b"\n")

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.asked = []
        server.url = f"http://127.0.0.1:{server.server_port}"
        running.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def client_of(**environ):
    return create_app(environ).test_client()


def ask(client, messages=HELLO):
    response = client.post("/api/chat", json={"messages": messages})
    return response.status_code, [json.loads(line) for line in response.text.splitlines()]


def test_health():
    assert client_of(STAGE="prod").get("/health").json == {
        "status": "ok",
        "stage": "prod",
        "version": VERSION,
    }


def test_page_says_what_it_talks_to():
    alone = client_of(STAGE="dev").get("/").text
    assert "No model server is set" in alone and "no model" in alone and VERSION in alone
    page = client_of(STAGE="prod", MODEL_SERVER="http://127.0.0.1:1", MODEL="<i>").get("/").text
    assert "No model server is set" not in page and "&lt;i&gt;" in page and ">prod<" in page
    assert "127.0.0.1" not in page


def test_repeats_without_a_model_server():
    pieces = ["No model server is set, so nobody can answer. You wrote: ", "Hello <b>you</b>"]
    assert ask(client_of()) == (200, [{"text": piece} for piece in pieces])


def test_streams_the_answer_of_the_model(model_server):
    server = model_server([*words("Hi", " there"), END])
    assert ask(client_of(MODEL_SERVER=f"{server.url}/", MODEL="tiny")) == (
        200,
        [{"text": "Hi"}, {"text": " there"}, {"text": ""}],
    )
    assert server.asked == [("/api/chat", {"model": "tiny", "messages": HELLO, "stream": True})]


def test_tells_why_there_is_no_answer(model_server):
    missing = model_server([{"error": "model 'tiny' not found"}], status=404)
    broken = model_server(["?"], status=500)
    answers = [ask(client_of(MODEL_SERVER=url)) for url in (missing.url, broken.url, "http://127.0.0.1:1")]
    assert answers == [
        (502, [{"error": "The model server refused: model 'tiny' not found."}]),
        (502, [{"error": "The model server refused: 500 Internal Server Error."}]),
        (502, [{"error": "The model server does not answer ([Errno 111] Connection refused)."}]),
    ]


def test_tells_where_an_answer_breaks_off(model_server):
    cut, failed, foreign = (
        model_server(words("Hi")),
        model_server([{"error": "out of memory"}]),
        model_server([[]]),
    )
    assert [ask(client_of(MODEL_SERVER=server.url))[1] for server in (cut, failed, foreign)] == [
        [{"text": "Hi"}, {"error": "The model server broke off in the middle of its answer."}],
        [{"error": "The model server broke off: out of memory."}],
        [{"error": "The model server does not answer as Ollama does."}],
    ]


def test_limits_the_conversations_at_a_time(model_server):
    client = client_of()
    open_ones = [client.post("/api/chat", json={"messages": HELLO}, buffered=False) for _ in range(MAX_CHATS)]
    assert ask(client)[0] == 503
    open_ones[0].close()
    assert ask(client)[0] == 200
    refusing = client_of(MODEL_SERVER="http://127.0.0.1:1")
    assert {ask(refusing)[0] for _ in range(MAX_CHATS + 1)} == {502}


@pytest.mark.parametrize(
    "messages",
    [
        None,
        [],
        HELLO * (MAX_MESSAGES + 1),
        ["Hello"],
        [{"role": "system", "content": "Hello"}],
        [{"role": "user"}],
        [{"role": "user", "content": " "}],
        [{"role": "user", "content": "x" * (MAX_CHARACTERS + 1)}],
    ],
)
def test_refuses_what_is_no_conversation(messages):
    status, [answer] = ask(client_of(), messages)
    assert (status, list(answer)) == (400, ["error"])


def test_refuses_other_bodies():
    client = client_of()
    posts = [
        {"data": "{}"},
        {"data": "{", "content_type": "application/json"},
        {"json": "x" * MAX_BODY_BYTES},
    ]
    assert [client.post("/api/chat", **post).status_code for post in posts] == [415, 400, 413]


@pytest.mark.parametrize(
    "url", ["model:11434", "ftp://model", "http://", "http://model:port", "http://me:pw@model"]
)
def test_refuses_what_is_no_model_server(url):
    with pytest.raises(SystemExit) as end:
        client_of(MODEL_SERVER=url)
    assert end.value.code == "MODEL_SERVER: expected http(s)://host[:port] without a login; correct it"


def test_page_loads_nothing_from_elsewhere():
    response = client_of().get("/")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert "http" not in response.text
