import pytest

from slugs import slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Hello, World!", "hello-world"),
        ("  Twelve -- Factors  ", "twelve-factors"),
        ("Crème brûlée", "creme-brulee"),
        ("日本", ""),
        ("", ""),
    ],
)
def test_keeps_letters_and_digits(title, expected):
    assert slug(title, 80) == expected


@pytest.mark.parametrize(
    ("longest", "expected"),
    [(16, "small-boat-small"), (15, "small-boat"), (10, "small-boat"), (9, "small"), (3, "sma")],
)
def test_cuts_between_words_where_one_fits(longest, expected):
    assert slug("Small boat, small problems", longest) == expected
