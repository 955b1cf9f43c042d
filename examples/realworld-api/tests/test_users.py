from datetime import datetime, timedelta, UTC

import jwt
import pytest

from tests.conftest import SECRET


def login(client, email, password):
    return client.post("/api/users/login", json={"user": {"email": email, "password": password}})


def test_login(client, person):
    person("ada")
    answers = [login(client, *each) for each in (("Ada@example.com", "abc12345"), ("ada@example.com", "wrong"))]
    assert [answer.status_code for answer in answers] == [200, 401]
    token = answers[0].json["user"]["token"]
    assert client.get("/api/user", headers={"Authorization": f"Token {token}"}).json["user"]["username"] == "ada"


def test_the_password_is_not_kept(app, person):
    from conduit.database import db, User

    person("ada")
    with app.app_context():
        assert "abc12345" not in db.session.scalar(db.select(User.password_hash))


def test_update(client, person):
    ada = person("ada")
    person("eve")
    changed = ada.ask("PUT", "/user", {"user": {"bio": "Countess", "password": "new password"}})
    assert (changed.status_code, changed.json["user"]["bio"]) == (200, "Countess")
    assert login(client, "ada@example.com", "new password").status_code == 200
    assert ada.ask("PUT", "/user", {"user": {"username": "eve"}}).json == {
        "errors": {"body": ["username, email: another user has it already."]}
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": " "}, "username: expected a text that is not empty."),
        ({"username": "x" * 81}, "username: expected 80 characters at most."),
        ({"email": "nowhere"}, "email: expected an address."),
        ({"password": "short"}, "password: expected 8 characters or more."),
    ],
)
def test_refuses_wrong_accounts(client, changes, said):
    account = {"username": "ada", "email": "ada@example.com", "password": "abc12345", **changes}
    answer = client.post("/api/users", json={"user": account})
    assert (answer.status_code, answer.json) == (422, {"errors": {"body": [said]}})


def test_refuses_wrong_tokens(client, person):
    person("ada")
    past, future = (datetime.now(UTC) + timedelta(minutes=minutes) for minutes in (-1, 1))
    wrong = [
        "nonsense",
        jwt.encode({"sub": "1", "exp": past}, SECRET, algorithm="HS256"),
        jwt.encode({"sub": "1", "exp": future}, f"not {SECRET}", algorithm="HS256"),
        jwt.encode({"sub": "1"}, SECRET, algorithm="HS256"),
        jwt.encode({"sub": "2", "exp": future}, SECRET, algorithm="HS256"),
    ]
    answers = [client.get("/api/user", headers={"Authorization": f"Token {token}"}) for token in wrong]
    assert [answer.status_code for answer in answers] == [401] * len(wrong)
    assert client.get("/api/user").status_code == 401


def test_profiles(client, person):
    ada = person("ada")
    person("eve")
    followed = {"bio": None, "following": True, "image": None, "username": "eve"}
    assert ada.ask("POST", "/profiles/eve/follow").json == {"profile": followed}
    assert ada.ask("GET", "/profiles/eve").json == {"profile": followed}
    assert client.get("/api/profiles/eve").json["profile"]["following"] is False
    assert ada.ask("DELETE", "/profiles/eve/follow").json["profile"]["following"] is False
    assert client.get("/api/profiles/nobody").status_code == 404
