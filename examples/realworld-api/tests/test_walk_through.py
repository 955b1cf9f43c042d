"""The three steps with which a deployment is tried."""

import re

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def test_a_user_writes_an_article_that_everybody_reads(client):
    account = {"username": "hello", "email": "hello@example.com", "password": "abc12345"}
    user = client.post("/api/users", json={"user": account}).json["user"]
    token = user.pop("token")
    assert user == {"bio": None, "email": "hello@example.com", "image": None, "username": "hello"}

    article = {"title": "Hi, flask app", "description": "How to deploy a flask app in minutes", "body": "First …"}
    headers = {"Authorization": f"Token {token}"}
    assert client.post("/api/articles", json={"article": article}, headers=headers).status_code == 201

    listing = client.get("/api/articles").json
    times = [listing["articles"][0].pop(name) for name in ("createdAt", "updatedAt")]
    assert all(TIME.fullmatch(each) for each in times)
    assert listing == {
        "articles": [
            {
                "author": {"bio": None, "following": False, "image": None, "username": "hello"},
                "body": "First …",
                "description": "How to deploy a flask app in minutes",
                "favorited": False,
                "favoritesCount": 0,
                "slug": "hi-flask-app",
                "tagList": [],
                "title": "Hi, flask app",
            }
        ],
        "articlesCount": 1,
    }
