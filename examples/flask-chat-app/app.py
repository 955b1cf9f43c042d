"""The chat page: a browser talks to a model behind an Ollama API, or learns that none is set."""

import json
import os
from pathlib import Path
from threading import BoundedSemaphore

from flask import Flask, Response, abort, render_template, request
from werkzeug.exceptions import HTTPException

from model import ModelError, ModelServer

VERSION = (Path(__file__).parent / "VERSION").read_text().strip()
MAX_BODY_BYTES = 256 * 1024
MAX_MESSAGES = 20
MAX_CHARACTERS = 8000
# Fewer than the server's threads, so that /health answers while every chat waits for the model.
MAX_CHATS = 6
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(environ=os.environ):
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    stage = environ.get("STAGE", "dev")
    url = environ.get("MODEL_SERVER", "").strip()
    server = ModelServer(url, environ.get("MODEL", "llama3.2")) if url else None
    slots = BoundedSemaphore(MAX_CHATS)

    @app.get("/")
    def page():
        return render_template(
            "index.html",
            stage=stage,
            version=VERSION,
            model=server and server.model,
            max_messages=MAX_MESSAGES,
            max_characters=MAX_CHARACTERS,
        )

    @app.get("/health")
    def health():
        return {"status": "ok", "stage": stage, "version": VERSION}

    @app.post("/api/chat")
    def chat():
        messages = checked(request.get_json())
        if not slots.acquire(blocking=False):
            abort(503, f"{MAX_CHATS} conversations are waiting for the model; try again in a moment.")
        try:
            pieces = server.chat(messages) if server else repeated(messages)
        except ModelError as error:
            slots.release()
            abort(502, str(error))
        response = Response(json_lines(pieces), mimetype="application/x-ndjson")
        response.call_on_close(slots.release)
        return response

    @app.errorhandler(HTTPException)
    def refused(error):
        return {"error": error.description}, error.code

    @app.after_request
    def harden(response):
        response.headers.update(HEADERS)
        return response

    return app


def checked(body):
    """The messages of a request, reduced to role and content; refuses others with 400."""
    messages = body.get("messages") if isinstance(body, dict) else None
    if not isinstance(messages, list) or not 1 <= len(messages) <= MAX_MESSAGES:
        abort(400, f"Expected 1 to {MAX_MESSAGES} messages.")
    for message in messages:
        if not isinstance(message, dict) or message.get("role") not in ("user", "assistant"):
            abort(400, "Each message needs the role user or assistant.")
        content = message.get("content")
        if not isinstance(content, str) or not content.strip() or len(content) > MAX_CHARACTERS:
            abort(400, f"Each message needs a text of 1 to {MAX_CHARACTERS} characters.")
    return [{"role": message["role"], "content": message["content"]} for message in messages]


def repeated(messages):
    yield "No model server is set, so nobody can answer. You wrote: "
    yield messages[-1]["content"]


def json_lines(pieces):
    """One JSON object a line: {"text"} for each piece, {"error"} last where the answer breaks off."""
    try:
        for piece in pieces:
            yield json.dumps({"text": piece}) + "\n"
    except ModelError as error:
        yield json.dumps({"error": str(error)}) + "\n"
