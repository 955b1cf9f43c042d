from wordcount.store import Store


def test_the_oldest_comes_first_and_only_once(tmp_path):
    times = iter(range(100))
    store = Store(str(tmp_path / "tasks"), lease_seconds=60, clock=lambda: next(times))
    first, second = store.add("first"), store.add("second")
    assert [store.claim()["id"], store.claim()["id"], store.claim()] == [first, second, None]


def test_a_lost_worker_costs_a_lease(tmp_path):
    now = [0.0]
    store = Store(str(tmp_path / "tasks"), lease_seconds=60, clock=lambda: now[0])
    task = store.add("text")
    lost = store.claim()
    now[0] = 59.9
    assert store.claim() is None
    now[0] = 60
    second = store.claim()
    assert (second["id"], second["text"]) == (task, "text")
    assert [store.finish(task, lost["lease"], 1), store.finish(task, second["lease"], 2)] == [False, True]
    assert store.get(task) == {"id": task, "result": 2}
    assert store.claim() is None


def test_tasks_outlive_the_server(tmp_path):
    task = Store(str(tmp_path / "tasks"), 60).add("text")
    assert Store(str(tmp_path / "tasks"), 60).get(task) == {"id": task, "result": None}
