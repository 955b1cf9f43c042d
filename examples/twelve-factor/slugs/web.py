"""The service. It keeps nothing between requests, so any number of it can run (factors VI and VIII)."""

import logging
from time import monotonic

from flask import abort, Flask, g, request
from werkzeug.exceptions import HTTPException

from slugs import slug
from slugs.config import Config, read
from slugs.log import to_standard_output

log = logging.getLogger("slugs")


def create_app(config: Config | None = None) -> Flask:
    config = config or read()
    to_standard_output(config.log_level)
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024

    @app.get("/health")
    def health():
        return {"status": "ok", "release": config.release}

    @app.get("/slug")
    def make():
        made = slug(request.args.get("title", ""), config.longest)
        return {"slug": made} if made else abort(422, "title: expected a text with letters or digits.")

    @app.before_request
    def begin():
        g.begun = monotonic()

    @app.after_request
    def tell(response):
        milliseconds = round((monotonic() - g.begun) * 1000, 1)
        event = {"method": request.method, "path": request.path, "status": response.status_code, "ms": milliseconds}
        log.info("request", extra={"event": event})
        return response

    @app.errorhandler(HTTPException)
    def refused(error):
        return {"error": error.description}, error.code

    return app
