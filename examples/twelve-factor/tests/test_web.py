import json

import pytest

from slugs.config import Config, read
from slugs.web import create_app


@pytest.fixture
def client():
    return create_app(Config(longest=10, log_level="INFO", release="v1.2.3")).test_client()


def test_makes_slugs_as_configured(client):
    response = client.get("/slug", query_string={"title": "Small boat, small problems"})
    assert (response.status_code, response.json) == (200, {"slug": "small-boat"})
    assert client.get("/slug").json == {"error": "title: expected a text with letters or digits."}


def test_health_names_the_release(client):
    assert client.get("/health").json == {"status": "ok", "release": "v1.2.3"}


def test_logs_one_json_object_a_request(capsys):
    client = create_app(read({})).test_client()
    client.get("/slug?title=secret")
    [line] = capsys.readouterr().out.splitlines()
    event = json.loads(line)
    assert isinstance(event.pop("ms"), float)
    assert event == {"level": "INFO", "message": "request", "method": "GET", "path": "/slug", "status": 200}


def test_logs_what_goes_wrong(capsys):
    app = create_app(read({}))

    @app.get("/broken")
    def broken():
        raise RuntimeError("out of slugs")

    assert app.test_client().get("/broken").status_code == 500
    errors = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"ERROR"' in line]
    assert [error["trace"].splitlines()[-1] for error in errors] == ["RuntimeError: out of slugs"]


def test_the_environment_is_the_configuration():
    assert read({"LONGEST_SLUG": "5", "LOG_LEVEL": "ERROR", "RELEASE": "v9"}) == Config(5, "ERROR", "v9")
    assert read({}) == Config(80, "INFO", "unknown")
    with pytest.raises(SystemExit) as end:
        read({"LONGEST_SLUG": "0", "LOG_LEVEL": "loud"})
    assert str(end.value).splitlines() == [
        "LONGEST_SLUG: expected a number from 1 to 1000, found '0'; correct it",
        "LOG_LEVEL: expected one of DEBUG, INFO, WARNING, ERROR, found 'loud'; correct it",
    ]
