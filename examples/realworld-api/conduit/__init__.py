"""The RealWorld ("Conduit") API: https://realworld-docs.netlify.app"""

from flask import Flask
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from conduit import articles, comments, commands, profiles, users
from conduit.database import db, migrate
from conduit.settings import Settings


def create_app(settings: Settings) -> Flask:
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret,
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True},
        MAX_CONTENT_LENGTH=256 * 1024,
    )
    app.json.sort_keys = True
    db.init_app(app)
    migrate.init_app(app, db, compare_type=True)
    for part in (users, profiles, articles, comments):
        app.register_blueprint(part.blueprint, url_prefix="/api")
    commands.register(app)

    @app.get("/health")
    def health():
        db.session.execute(db.text("SELECT 1"))
        return {"status": "ok"}

    @app.errorhandler(HTTPException)
    def refused(error):
        return {"errors": {"body": [error.description]}}, error.code

    if settings.prefix:
        app.wsgi_app = DispatcherMiddleware(NotFound(), {settings.prefix: app.wsgi_app})
    return app
