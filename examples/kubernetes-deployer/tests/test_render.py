import subprocess
import sys
from pathlib import Path

import pytest

RENDER = Path(__file__).parents[1] / "bin" / "render"


@pytest.fixture
def render(tmp_path):
    def call(templates, *arguments, **environment):
        for name, text in templates.items():
            (tmp_path / name).write_text(text)
        command = [sys.executable, str(RENDER), *(arguments or ["."])]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    return call


def test_prints_the_manifests_of_a_folder_in_order(render):
    templates = {"2.yaml": 'image: "${IMAGE}"\n', "1.yaml": "cost: 5$$\n", "notes.txt": "${NOT}"}
    assert render(templates, IMAGE="web:1") == (0, 'cost: 5$\n---\nimage: "web:1"\n', "")


def test_names_every_problem_at_once(render):
    templates = {"1.yaml": "${ONE} ${TWO}", "2.yaml": "$(date)"}
    unset = "render: 1.yaml: ONE: expected a value, found none; set it\n"
    unsafe = "render: 1.yaml: TWO: expected a value without quotes, backslashes, braces and line breaks; change it\n"
    wrong = "render: 2.yaml: expected ${NAME} or $$ after each $, found something else; correct it\n"
    assert render(templates, TWO='"}') == (1, "", unset + unsafe + wrong)


def test_wants_something_to_render(render):
    line = "render: expected files or folders, found none at no.yaml; name existing ones\n"
    assert render({}, "no.yaml") == (1, "", line)
