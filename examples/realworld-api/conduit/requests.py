"""What is common to requests: who asks, and what the body holds."""

from datetime import datetime, timedelta, UTC

import jwt
from flask import abort, current_app, request

from conduit.database import db, User

TOKEN_DAYS = 7


def token_for(user: User) -> str:
    claims = {"sub": str(user.id), "exp": datetime.now(UTC) + timedelta(days=TOKEN_DAYS)}
    return jwt.encode(claims, current_app.secret_key, algorithm="HS256")


def visitor() -> User | None:
    """Who asks, by the header `Authorization: Token <jwt>`; None where there is none. A wrong one is refused."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme not in ("Token", "Bearer"):
        return None
    try:
        claims = jwt.decode(token, current_app.secret_key, algorithms=["HS256"], options={"require": ["exp", "sub"]})
    except jwt.InvalidTokenError:
        abort(401, "The token is wrong or has expired; log in again.")
    return db.session.get(User, int(claims["sub"])) or abort(401, "The user is gone.")


def member() -> User:
    return visitor() or abort(401, "Log in first.")


def body(name: str) -> dict:
    """The object below this name."""
    found = request.get_json()
    inner = found.get(name) if isinstance(found, dict) else None
    return inner if isinstance(inner, dict) else abort(422, f"{name}: expected an object.")


def texts(source: dict, *names: str) -> dict[str, str]:
    """These texts, none of them empty; all that is wrong is said at once."""
    wrong = [name for name in names if not isinstance(source.get(name), str) or not source[name].strip()]
    if wrong:
        abort(422, f"{', '.join(wrong)}: expected a text that is not empty.")
    return {name: source[name] for name in names}


def number(name: str, default: int, most: int) -> int:
    return max(0, min(request.args.get(name, default, type=int), most))
