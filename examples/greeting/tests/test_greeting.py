from datetime import time
from importlib.metadata import version
from pathlib import Path

import pytest

from greeting import PHRASES, greet
from greeting.cli import main


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (time(4, 59), "Good evening, Ada!"),
        (time(5), "Good morning, Ada!"),
        (time(11, 59), "Good morning, Ada!"),
        (time(12), "Good afternoon, Ada!"),
        (time(17, 59), "Good afternoon, Ada!"),
        (time(18), "Good evening, Ada!"),
        (time(0), "Good evening, Ada!"),
    ],
)
def test_the_time_of_day_decides(at, expected):
    assert greet("Ada", at) == expected


def test_every_language_greets():
    assert {language: greet(" Ada ", time(19), language) for language in PHRASES} == {
        "de": "Guten Abend, Ada!",
        "en": "Good evening, Ada!",
        "fr": "Bonsoir, Ada!",
        "sv": "God kväll, Ada!",
    }


def test_refuses_what_it_cannot_greet():
    with pytest.raises(ValueError, match="^language: expected one of de, en, fr, sv, found 'tlh'$"):
        greet("Ada", time(9), "tlh")
    with pytest.raises(ValueError, match="^name: expected a text, found none$"):
        greet(" ", time(9))


def test_the_command_greets(capsys):
    main(["Ada", "--language", "sv", "--at", "09:30"])
    assert capsys.readouterr().out == "God morgon, Ada!\n"


def test_the_command_says_what_is_wrong(capsys):
    with pytest.raises(SystemExit) as end:
        main([""])
    assert end.value.code == 2
    assert capsys.readouterr().err.endswith("greeting: error: name: expected a text, found none\n")


def test_the_version_is_that_of_the_file():
    assert version("greeting") == (Path(__file__).parents[1] / "VERSION").read_text().strip()
