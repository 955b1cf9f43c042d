from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello():
    return "Hello World!"


# App Engine asks for it before it sends requests to a new instance.
@app.get("/_ah/warmup")
def warmup():
    return "", 204
