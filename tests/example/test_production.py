"""The example site as one serves it to others."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.example.server import EXAMPLES, Environment, Serve, fetch, run_manage

pytestmark = pytest.mark.slow


@pytest.fixture
def production(environment: Environment, tmp_path: Path) -> Environment:
    """Return the environment of a server behind a proxy."""
    return environment | {
        "DJANGO_DEBUG": "0",
        "DJANGO_SECRET_KEY": "".join(map(chr, range(48, 112))),
        "DJANGO_ALLOWED_HOSTS": "monsters.example",
        "DJANGO_BEHIND_PROXY": "1",
        "DJANGO_STATIC_ROOT": str(tmp_path / "static"),
    }


def test_check_deploy_is_clean(production: Environment) -> None:
    done = run_manage(
        "check", "--deploy", "--fail-level", "WARNING", environment=production
    )
    assert (done.returncode, done.stderr) == (0, "")
    # HSTS for the subdomains and for browsers' lists is the owner's to promise.
    assert "no issues (2 silenced)" in done.stdout


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("DJANGO_SECRET_KEY", "", "DJANGO_DEBUG=0 needs a DJANGO_SECRET_KEY"),
        ("DJANGO_DEBUG", "no", "DJANGO_DEBUG must be 0 or 1, but it is 'no'."),
    ],
)
def test_a_wrong_environment_is_named(
    production: Environment, variable: str, value: str, message: str
) -> None:
    done = run_manage("check", environment=production | {variable: value})
    assert done.returncode == 1
    assert message in done.stderr


def test_gunicorn_serves_the_site_in_production(
    production: Environment, serve: Serve, free_port: int
) -> None:
    for arguments in (["collectstatic", "--no-input"], ["demo", "--no-serve"]):
        done = run_manage(*arguments, environment=production)
        assert done.returncode == 0, done.stderr
    command = [sys.executable, "-m", "gunicorn", "--chdir", str(EXAMPLES)]
    bind = ["--bind", f"127.0.0.1:{free_port}", "monsters.wsgi"]
    serve([*command, *bind], production, free_port)

    status, headers, _ = fetch(free_port, "/", {"Host": "monsters.example"})
    assert status == 301
    assert headers["Location"] == "https://monsters.example/"

    secure = {"Host": "monsters.example", "X-Forwarded-Proto": "https"}
    status, headers, body = fetch(free_port, "/monsters/", secure)
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=3600"
    stylesheet = re.search(r'href="(/static/monsters/site\.[0-9a-f]+\.css)"', body)
    scripts = re.findall(r'<script src="(/static/[^"]+\.[0-9a-f]+\.js)"', body)
    assert stylesheet is not None
    assert len(scripts) >= 3
    for path in (stylesheet[1], *scripts):
        status, headers, _ = fetch(free_port, path, secure)
        assert status == 200
        assert "immutable" in headers["Cache-Control"]

    fragment = secure | {"HX-Request": "true", "HX-Target": "paging-area"}
    status, _, body = fetch(free_port, "/monsters/?page=2", fragment)
    assert (status, "<html" in body, body.count("<article")) == (200, False, 20)

    status, _, body = fetch(free_port, "/nowhere/", secure)
    assert (status, "Traceback" in body) == (404, False)
