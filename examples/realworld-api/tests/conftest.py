import pytest

from conduit import create_app
from conduit.database import db
from conduit.settings import Settings

SECRET = "a secret of thirty-two characters"


@pytest.fixture
def app(tmp_path):
    app = create_app(Settings(SECRET, f"sqlite:///{tmp_path}/conduit.sqlite"))
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app):
    return app.test_client()


class Person:
    """A registered user and the requests it makes."""

    def __init__(self, client, name):
        self.name, self.client = name, client
        account = {"username": name, "email": f"{name}@example.com", "password": "abc12345"}
        registered = client.post("/api/users", json={"user": account})
        assert registered.status_code == 201, registered.text
        self.headers = {"Authorization": f"Token {registered.json['user']['token']}"}

    def ask(self, method, path, json=None):
        return self.client.open(f"/api{path}", method=method, json=json, headers=self.headers)

    def write(self, title, **more):
        article = {"title": title, "description": f"About {title}", "body": "Text", **more}
        return self.ask("POST", "/articles", {"article": article}).json["article"]["slug"]


@pytest.fixture
def person(client):
    return lambda name: Person(client, name)
