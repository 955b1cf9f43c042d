"""A status page for a list of Ollama servers."""

import os
from pathlib import Path

from flask import Flask, render_template

from watch import Watcher, servers_of

VERSION = (Path(__file__).parent / "VERSION").read_text().strip()
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_app(environ=os.environ):
    """The app; its watchers ask their servers from now on. Ends the program where OLLAMAS is malformed."""
    app = Flask(__name__)
    stage = environ.get("STAGE", "dev")
    watchers = [Watcher(url) for url in servers_of(environ.get("OLLAMAS", ""))]
    for watcher in watchers:
        watcher.start()

    @app.get("/")
    def page():
        rows = [watcher.status() for watcher in watchers]
        up = sum(row.state == "up" for row in rows)
        return render_template("index.html", stage=stage, version=VERSION, rows=rows, up=up)

    @app.get("/health")
    def health():
        return {"status": "ok", "stage": stage, "version": VERSION}

    @app.get("/api/status")
    def status():
        return {"stage": stage, "version": VERSION, "servers": [watcher.status() for watcher in watchers]}

    @app.template_filter("gigabytes")
    def gigabytes(size):
        return f"{size / 1e9:.1f} GB"

    @app.after_request
    def harden(response):
        response.headers.update(HEADERS)
        return response

    return app
