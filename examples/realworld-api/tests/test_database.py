"""The migrations, from nothing to the tables that the program wants, and back."""

import pytest
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from conduit import create_app
from conduit.database import db
from conduit.settings import read, Settings
from tests.conftest import SECRET


def test_migrations_make_what_the_program_wants(tmp_path):
    app = create_app(Settings(SECRET, f"sqlite:///{tmp_path}/migrated.sqlite"))
    with app.app_context():
        upgrade()
        check()
        assert app.test_client().get("/health").json == {"status": "ok"}
        upgrade()
        downgrade(revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]


def test_a_prefix_is_part_of_every_path(tmp_path):
    client = create_app(Settings(SECRET, f"sqlite:///{tmp_path}/db", "/flask")).test_client()
    assert [client.get(path).status_code for path in ("/flask/health", "/health")] == [200, 404]


def test_the_database_is_what_the_environment_says():
    environment = {"CONDUIT_SECRET": SECRET, "DB_HOST": "postgres", "DB_USER": "me", "DB_PASSWORD": "p@ss/word"}
    rendered = read(environment).database.render_as_string(hide_password=False)
    assert rendered == "postgresql+psycopg://me:p%40ss%2Fword@postgres:5432/conduit"
    with pytest.raises(SystemExit, match="^CONDUIT_SECRET, DB_PASSWORD: expected a value, found none"):
        read({"DB_HOST": "postgres", "DB_USER": "me"})
