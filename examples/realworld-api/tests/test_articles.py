def titles(response):
    return [article["title"] for article in response.json["articles"]]


def test_lists_the_newest_first_and_filters(client, person):
    ada, eve = person("ada"), person("eve")
    first = ada.write("First", tagList=["boats", "sea"])
    ada.write("Second")
    eve.write("Third", tagList=["boats"])
    eve.ask("POST", f"/articles/{first}/favorite")
    found = {
        query: titles(client.get(f"/api/articles{query}"))
        for query in ("", "?tag=boats", "?author=ada", "?favorited=eve", "?limit=1&offset=1", "?limit=-1", "?tag=none")
    }
    assert found == {
        "": ["Third", "Second", "First"],
        "?tag=boats": ["Third", "First"],
        "?author=ada": ["Second", "First"],
        "?favorited=eve": ["First"],
        "?limit=1&offset=1": ["Second"],
        "?limit=-1": [],
        "?tag=none": [],
    }
    assert client.get("/api/articles?limit=1").json["articlesCount"] == 3
    assert client.get("/api/tags").json == {"tags": ["boats", "sea"]}


def test_the_feed_is_of_those_one_follows(client, person):
    ada, eve = person("ada"), person("eve")
    eve.write("Hers")
    ada.write("Mine")
    assert titles(ada.ask("GET", "/articles/feed")) == []
    ada.ask("POST", "/profiles/eve/follow")
    assert titles(ada.ask("GET", "/articles/feed")) == ["Hers"]
    assert client.get("/api/articles/feed").status_code == 401


def test_slugs_are_unique_and_stay_where_the_title_does(person):
    ada = person("ada")
    first, second = ada.write("Hi, flask app"), ada.write("Hi, Flask App!")
    assert first == "hi-flask-app" and second.startswith("hi-flask-app-") and len(second) == 21
    same = ada.ask("PUT", f"/articles/{first}", {"article": {"title": "Hi, flask app", "body": "New"}})
    assert (same.json["article"]["slug"], same.json["article"]["body"]) == (first, "New")
    other = ada.ask("PUT", f"/articles/{first}", {"article": {"title": "Größe"}})
    assert other.json["article"]["slug"] == "groe"
    assert ada.write("日本") == "article"


def test_favorites_are_counted(client, person):
    ada, eve = person("ada"), person("eve")
    slug = ada.write("Liked")
    liked = eve.ask("POST", f"/articles/{slug}/favorite").json["article"]
    assert (liked["favorited"], liked["favoritesCount"]) == (True, 1)
    read = client.get(f"/api/articles/{slug}").json["article"]
    assert (read["favorited"], read["favoritesCount"]) == (False, 1)
    assert eve.ask("DELETE", f"/articles/{slug}/favorite").json["article"]["favoritesCount"] == 0


def test_only_authors_change_what_they_wrote(client, person):
    ada, eve = person("ada"), person("eve")
    slug = ada.write("Hers", tagList=["boats"])
    comment = ada.ask("POST", f"/articles/{slug}/comments", {"comment": {"body": "Well"}}).json["comment"]["id"]
    path = f"/articles/{slug}"
    paths = [("PUT", path), ("DELETE", f"{path}/comments/{comment}"), ("DELETE", path)]
    article = {"article": {"title": "Mine"}}
    assert [eve.ask(method, path, article).status_code for method, path in paths] == [403, 403, 403]
    assert [ada.ask(method, path, article).status_code for method, path in paths[1:]] == [204, 204]
    assert client.get(f"/api/articles/{slug}").status_code == 404


def test_comments(client, person):
    ada = person("ada")
    slug = ada.write("Discussed")
    for text in ("First", "Second"):
        ada.ask("POST", f"/articles/{slug}/comments", {"comment": {"body": text}})
    comments = client.get(f"/api/articles/{slug}/comments").json["comments"]
    assert [(each["body"], each["author"]["username"]) for each in comments] == [("First", "ada"), ("Second", "ada")]
    assert ada.ask("DELETE", f"/articles/{slug}/comments/99").status_code == 404


def test_refuses_what_is_no_article(client, person):
    ada = person("ada")
    whole = {"title": "T", "description": "D", "body": "B"}
    wrong = [{}, {**whole, "title": " "}, {**whole, "title": "x" * 201}, {**whole, "tagList": [""]}, []]
    answers = [ada.ask("POST", "/articles", {"article": article}) for article in wrong]
    assert [answer.status_code for answer in answers] == [422] * len(wrong)
    assert answers[0].json == {"errors": {"body": ["title, description, body: expected a text that is not empty."]}}
    assert client.post("/api/articles", json={"article": whole}).status_code == 401
