import re
import unicodedata
from secrets import token_hex

from flask import abort, Blueprint, request
from sqlalchemy.exc import IntegrityError

from conduit import profiles
from conduit.database import Article, db, follows, Tag, User
from conduit.requests import body, member, number, texts, visitor

blueprint = Blueprint("articles", __name__)
MAX_TITLE = 200


@blueprint.get("/articles")
def listing():
    query = db.select(Article)
    if tag := request.args.get("tag"):
        query = query.where(Article.tags.any(Tag.name == tag))
    if author := request.args.get("author"):
        query = query.where(Article.author.has(User.username == author))
    if favorited := request.args.get("favorited"):
        query = query.where(Article.favorited_by.any(User.username == favorited))
    return page(query, visitor())


@blueprint.get("/articles/feed")
def feed():
    viewer = member()
    followed = db.select(follows.c.followed_id).where(follows.c.follower_id == viewer.id)
    return page(db.select(Article).where(Article.author_id.in_(followed)), viewer)


@blueprint.post("/articles")
def create():
    author, given = member(), body("article")
    values = titled(texts(given, "title", "description", "body"))
    article = Article(author=author, tags=tags(given.get("tagList", [])), **values)
    db.session.add(article)
    save()
    return {"article": shown(article, author)}, 201


@blueprint.get("/articles/<slug>")
def single(slug):
    return {"article": shown(found(slug), visitor())}


@blueprint.put("/articles/<slug>")
def update(slug):
    viewer, article, given = member(), found(slug), body("article")
    refuse_others(article, viewer)
    values = texts(given, *[name for name in ("title", "description", "body") if name in given])
    for name, value in (titled(values, article.slug) if "title" in values else values).items():
        setattr(article, name, value)
    save()
    return {"article": shown(article, viewer)}


@blueprint.delete("/articles/<slug>")
def delete(slug):
    viewer, article = member(), found(slug)
    refuse_others(article, viewer)
    db.session.delete(article)
    db.session.commit()
    return "", 204


@blueprint.post("/articles/<slug>/favorite")
def favorite(slug):
    viewer, article = member(), found(slug)
    viewer.favorites.add(article)
    db.session.commit()
    return {"article": shown(article, viewer)}


@blueprint.delete("/articles/<slug>/favorite")
def unfavorite(slug):
    viewer, article = member(), found(slug)
    viewer.favorites.discard(article)
    db.session.commit()
    return {"article": shown(article, viewer)}


@blueprint.get("/tags")
def all_tags():
    return {"tags": db.session.scalars(db.select(Tag.name).order_by(Tag.name)).all()}


def page(query, viewer: User | None) -> dict:
    count = db.session.scalar(db.select(db.func.count()).select_from(query.subquery()))
    newest = query.order_by(Article.created_at.desc(), Article.id.desc())
    chosen = db.session.scalars(newest.limit(number("limit", 20, 100)).offset(number("offset", 0, 10**9)))
    return {"articles": [shown(article, viewer) for article in chosen], "articlesCount": count}


def titled(values: dict, present: str | None = None) -> dict:
    """With the slug that the title gives: `Hi, flask app` is hi-flask-app. The article's present one stays its own."""
    title = values["title"].strip()
    if len(title) > MAX_TITLE:
        abort(422, f"title: expected {MAX_TITLE} characters at most.")
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "article"
    taken = slug != present and db.session.scalar(db.select(Article.id).filter_by(slug=slug))
    return {**values, "title": title, "slug": f"{slug}-{token_hex(4)}" if taken else slug}


def tags(names: object) -> list[Tag]:
    if not isinstance(names, list) or not all(isinstance(name, str) and 0 < len(name) <= 100 for name in names):
        abort(422, "tagList: expected a list of texts of 1 to 100 characters.")
    known = {tag.name: tag for tag in db.session.scalars(db.select(Tag).where(Tag.name.in_(names)))}
    return [known.get(name) or Tag(name=name) for name in dict.fromkeys(names)]


def save() -> None:
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        abort(409, "Somebody else saved the same title or tag at this moment; try again.")


def found(slug: str) -> Article:
    return db.session.scalar(db.select(Article).filter_by(slug=slug)) or abort(404, "There is no such article.")


def refuse_others(article: Article, viewer: User) -> None:
    if article.author != viewer:
        abort(403, "Only the author may do this.")


def shown(article: Article, viewer: User | None) -> dict:
    return {
        "author": profiles.shown(article.author, viewer),
        "body": article.body,
        "createdAt": f"{article.created_at.isoformat(timespec='milliseconds')}Z",
        "description": article.description,
        "favorited": viewer is not None and article in viewer.favorites,
        "favoritesCount": len(article.favorited_by),
        "slug": article.slug,
        "tagList": [tag.name for tag in article.tags],
        "title": article.title,
        "updatedAt": f"{article.updated_at.isoformat(timespec='milliseconds')}Z",
    }
