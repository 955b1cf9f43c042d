"""A model server that speaks the Ollama API."""

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

CONNECT_SECONDS = 5
# A server that loads a large model first is silent for long before its first word.
ANSWER_SECONDS = 120
MAX_LINE_BYTES = 1024 * 1024


class ModelError(Exception):
    """Why there is no answer, in words for the reader of the page."""


class ModelServer:
    def __init__(self, url, model):
        """Takes http(s)://host[:port][/path] without a login; ends the program with one line for others."""
        try:
            parts = urlsplit(url)
            self._address = parts.hostname, parts.port
            self._connection = {"http": HTTPConnection, "https": HTTPSConnection}[parts.scheme]
        except (ValueError, KeyError):
            parts = None
        if not parts or not parts.hostname or "@" in parts.netloc:
            # Not repeated: it may hold a password.
            raise SystemExit("MODEL_SERVER: expected http(s)://host[:port] without a login; correct it")
        self.model = model
        self._path = parts.path.rstrip("/") + "/api/chat"

    def chat(self, messages):
        """The answer, piece by piece; the question is asked before this returns. Raises ModelError."""
        connection = self._connection(*self._address, timeout=CONNECT_SECONDS)
        body = json.dumps({"model": self.model, "messages": messages, "stream": True})
        try:
            connection.connect()
            connection.sock.settimeout(ANSWER_SECONDS)
            connection.request("POST", self._path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            if response.status != 200:
                raise ModelError(f"The model server refused: {_reason(response)}.")
        except (OSError, HTTPException) as error:
            connection.close()
            raise ModelError(f"The model server does not answer ({error}).") from error
        except ModelError:
            connection.close()
            raise
        return self._pieces(connection, response)

    def _pieces(self, connection, response):
        try:
            while line := response.readline(MAX_LINE_BYTES):
                part = json.loads(line)
                if "error" in part:
                    raise ModelError(f"The model server broke off: {part['error']}.")
                yield part["message"]["content"]
                if part.get("done"):
                    return
            raise ModelError("The model server broke off in the middle of its answer.")
        except (OSError, HTTPException) as error:
            raise ModelError(f"The model server broke off ({error}).") from error
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError("The model server does not answer as Ollama does.") from error
        finally:
            connection.close()


def _reason(response):
    """Ollama's own words from its body, else the status line."""
    try:
        return json.loads(response.read(MAX_LINE_BYTES))["error"]
    except (ValueError, KeyError, TypeError):
        return f"{response.status} {response.reason}"
