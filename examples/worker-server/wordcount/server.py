"""Takes texts from anybody and hands them to workers, which show a token."""

import sqlite3
from hmac import compare_digest

from flask import Flask, abort, request
from waitress import serve
from werkzeug.exceptions import HTTPException

from wordcount.configuration import Configuration, read
from wordcount.store import Store

MAX_BODY_BYTES = 1024 * 1024


def create_app(configuration: Configuration) -> Flask:
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    try:
        store = Store(configuration.database, configuration.lease_seconds)
    except sqlite3.OperationalError as error:
        raise SystemExit(
            f"DATABASE: expected a file that can be written, found none at {configuration.database} ({error}); "
            "mount a folder of user 10001 there"
        ) from None

    @app.get("/health")
    def health():
        return {"status": "ok"}

    @app.post("/tasks")
    def add():
        return {"id": store.add(text_of("text"))}, 202

    @app.get("/tasks/<task>")
    def get(task):
        return store.get(task) or abort(404, "There is no such task.")

    @app.post("/claims")
    def claim():
        authenticate(configuration)
        return store.claim() or ("", 204)

    @app.put("/tasks/<task>/result")
    def finish(task):
        authenticate(configuration)
        if not store.finish(task, text_of("lease"), request.get_json().get("result")):
            abort(409, "The lease is not that of the task, or no longer.")
        return "", 204

    @app.errorhandler(HTTPException)
    def refused(error):
        return {"error": error.description}, error.code

    return app


def authenticate(configuration: Configuration) -> None:
    expected = f"Bearer {configuration.worker_token}"
    if not compare_digest(request.headers.get("Authorization", "").encode(), expected.encode()):
        abort(401, "Only workers may do this: the token is missing or wrong.")


def text_of(name: str) -> str:
    body = request.get_json()
    found = body.get(name) if isinstance(body, dict) else None
    if not isinstance(found, str) or not found:
        abort(400, f"{name}: expected a text.")
    return found


if __name__ == "__main__":
    chosen = read()
    serve(create_app(chosen), host="0.0.0.0", port=chosen.port)
