"""The command `greeting`."""

from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import datetime, time

from greeting import PHRASES, greet


def main(arguments: Sequence[str] | None = None) -> None:
    parser = ArgumentParser(prog="greeting", description="Greets somebody.")
    parser.add_argument("name")
    parser.add_argument("--language", choices=PHRASES, default="en")
    parser.add_argument("--at", type=time.fromisoformat, metavar="HH:MM", help="default: now")
    chosen = parser.parse_args(arguments)
    try:
        print(greet(chosen.name, chosen.at or datetime.now().time(), chosen.language))
    except ValueError as error:
        parser.error(str(error))
