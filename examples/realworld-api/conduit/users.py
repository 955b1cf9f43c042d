from flask import abort, Blueprint
from sqlalchemy.exc import IntegrityError
from werkzeug.security import check_password_hash, generate_password_hash

from conduit.database import db, User
from conduit.requests import body, member, texts, token_for

blueprint = Blueprint("users", __name__)
MIN_PASSWORD = 8
LENGTHS = {"username": 80, "email": 254, "image": 2000}


@blueprint.post("/users")
def register():
    values = checked(texts(body("user"), "username", "email", "password"))
    user = User(password_hash=generate_password_hash(values.pop("password")), **values)
    db.session.add(user)
    save()
    return shown(user), 201


@blueprint.post("/users/login")
def login():
    values = texts(body("user"), "email", "password")
    user = db.session.scalar(db.select(User).filter_by(email=values["email"].lower()))
    if not user or not check_password_hash(user.password_hash, values["password"]):
        abort(401, "The email or the password is wrong.")
    return shown(user)


@blueprint.get("/user")
def current():
    return shown(member())


@blueprint.put("/user")
def update():
    user, given = member(), body("user")
    values = texts(given, *[name for name in ("username", "email", "password") if name in given])
    optional = {name: given[name] for name in ("bio", "image") if name in given}
    if any(not isinstance(value, str | None) for value in optional.values()):
        abort(422, "bio, image: expected a text or null.")
    for name, value in (checked(values) | checked(optional)).items():
        if name == "password":
            name, value = "password_hash", generate_password_hash(value)
        setattr(user, name, value)
    save()
    return shown(user)


def checked(values: dict) -> dict:
    if "email" in values:
        values["email"] = values["email"].strip().lower()
        if values["email"].count("@") != 1:
            abort(422, "email: expected an address.")
    if len(values.get("password", "x" * MIN_PASSWORD)) < MIN_PASSWORD:
        abort(422, f"password: expected {MIN_PASSWORD} characters or more.")
    for name, most in LENGTHS.items():
        if len(values.get(name) or "") > most:
            abort(422, f"{name}: expected {most} characters at most.")
    return values


def save() -> None:
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        abort(422, "username, email: another user has it already.")


def shown(user: User) -> dict:
    return {
        "user": {
            "bio": user.bio,
            "email": user.email,
            "image": user.image,
            "token": token_for(user),
            "username": user.username,
        }
    }
