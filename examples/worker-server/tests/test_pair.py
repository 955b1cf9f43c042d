"""Server and worker over HTTP on loopback, as they run in the cluster."""

from threading import Thread

import pytest
from werkzeug.serving import make_server

from wordcount.configuration import read
from wordcount.server import create_app
from wordcount.worker import work, work_once

TOKEN = "a token for tests"


@pytest.fixture
def configuration(tmp_path):
    def make(**changes):
        return read({"WORKER_TOKEN": TOKEN, "DATABASE": str(tmp_path / "tasks.sqlite"), **changes})

    return make


@pytest.fixture
def served(configuration):
    app = create_app(configuration())
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield app.test_client(), configuration(SERVER_URL=f"http://127.0.0.1:{server.server_port}/")
    server.shutdown()
    server.server_close()


def test_a_worker_counts_what_the_server_was_given(served):
    client, worker = served
    added = client.post("/tasks", json={"text": "The boat, the small boat."})
    task = added.json["id"]
    assert (added.status_code, client.get(f"/tasks/{task}").json) == (202, {"id": task, "result": None})
    assert [work_once(worker), work_once(worker)] == [True, False]
    assert client.get(f"/tasks/{task}").json == {
        "id": task,
        "result": {"words": 5, "most_common": [["the", 2], ["boat", 2], ["small", 1]]},
    }


def test_an_absent_server_is_asked_again(configuration):
    rests = []
    work(configuration(SERVER_URL="http://127.0.0.1:1"), lambda: len(rests) == 2, rests.append)
    assert rests == [1.0, 1.0]


def test_only_workers_get_tasks(served):
    client, _ = served
    client.post("/tasks", json={"text": "secret"})
    answers = [client.post("/claims", headers=headers) for headers in ({}, {"Authorization": "Bearer no"})]
    assert [(answer.status_code, list(answer.json)) for answer in answers] == [(401, ["error"])] * 2


@pytest.mark.parametrize("body", [{}, [], {"text": ""}, {"text": 1}])
def test_refuses_what_is_no_text(served, body):
    assert served[0].post("/tasks", json=body).status_code == 400


def test_knows_its_tasks_only(served):
    client, _ = served
    headers = {"Authorization": f"Bearer {TOKEN}"}
    late = client.put("/tasks/none/result", json={"lease": "x", "result": {}}, headers=headers)
    assert (client.get("/tasks/none").status_code, late.status_code) == (404, 409)


def test_health(served):
    assert served[0].get("/health").json == {"status": "ok"}
