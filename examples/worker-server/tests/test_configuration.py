import pytest

from wordcount.configuration import read
from wordcount.server import create_app


def test_says_what_is_wrong_without_the_secret():
    with pytest.raises(SystemExit, match="^WORKER_TOKEN: expected 16 characters or more") as end:
        read({"WORKER_TOKEN": "short-secret"})
    assert "short-secret" not in str(end.value)
    with pytest.raises(SystemExit, match="^LEASE_SECONDS: expected a number, found 'a minute'; correct it$"):
        read({"WORKER_TOKEN": "0123456789abcdef", "LEASE_SECONDS": "a minute"})


def test_says_where_it_cannot_write(tmp_path):
    with pytest.raises(SystemExit, match="^DATABASE: expected a file that can be written, found none at .*/none/db "):
        create_app(read({"WORKER_TOKEN": "0123456789abcdef", "DATABASE": str(tmp_path / "none" / "db")}))
