from flask import abort, Blueprint

from conduit.database import db, User
from conduit.requests import member, visitor

blueprint = Blueprint("profiles", __name__)


@blueprint.get("/profiles/<username>")
def profile(username):
    return {"profile": shown(found(username), visitor())}


@blueprint.post("/profiles/<username>/follow")
def follow(username):
    follower, user = member(), found(username)
    follower.following.add(user)
    db.session.commit()
    return {"profile": shown(user, follower)}


@blueprint.delete("/profiles/<username>/follow")
def unfollow(username):
    follower, user = member(), found(username)
    follower.following.discard(user)
    db.session.commit()
    return {"profile": shown(user, follower)}


def found(username: str) -> User:
    return db.session.scalar(db.select(User).filter_by(username=username)) or abort(404, "There is no such user.")


def shown(user: User, viewer: User | None) -> dict:
    following = viewer is not None and user in viewer.following
    return {"bio": user.bio, "following": following, "image": user.image, "username": user.username}
