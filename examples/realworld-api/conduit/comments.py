from flask import abort, Blueprint

from conduit import articles, profiles
from conduit.database import Comment, db, User
from conduit.requests import body, member, texts, visitor

blueprint = Blueprint("comments", __name__)


@blueprint.get("/articles/<slug>/comments")
def listing(slug):
    viewer = visitor()
    return {"comments": [shown(comment, viewer) for comment in articles.found(slug).comments]}


@blueprint.post("/articles/<slug>/comments")
def create(slug):
    author, article = member(), articles.found(slug)
    comment = Comment(author=author, **texts(body("comment"), "body"))
    article.comments.append(comment)
    db.session.commit()
    return {"comment": shown(comment, author)}, 201


@blueprint.delete("/articles/<slug>/comments/<int:number>")
def delete(slug, number):
    viewer, article = member(), articles.found(slug)
    comment = next((each for each in article.comments if each.id == number), None)
    if comment is None:
        abort(404, "There is no such comment.")
    if comment.author != viewer:
        abort(403, "Only the author may do this.")
    article.comments.remove(comment)
    db.session.commit()
    return "", 204


def shown(comment: Comment, viewer: User | None) -> dict:
    return {
        "author": profiles.shown(comment.author, viewer),
        "body": comment.body,
        "createdAt": f"{comment.created_at.isoformat(timespec='milliseconds')}Z",
        "id": comment.id,
        "updatedAt": f"{comment.updated_at.isoformat(timespec='milliseconds')}Z",
    }
