"""
Hold the built packages against what they promise.

``list FILE…`` checks what the wheel and the sdist contain; ``use`` runs the
installed wheel in a project of its own, away from the checkout.
"""

import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any

WHEEL_PARTS = ("htmx_views/", "htmx_views-")
SDIST_PARTS = (
    "htmx_views/",
    "docs/",
    "tests/",
    "examples/",
    "mkdocs.yml",
    "CHANGELOG.md",
    "LICENSE",
    "PKG-INFO",
    "README.md",
    "SECURITY.md",
    "pyproject.toml",
    ".gitignore",  # hatchling always adds it
)
MUST_SHIP = (
    "htmx_views/py.typed",
    "htmx_views/static/htmx_views/htmx-views.js",
    "htmx_views/jinja2/htmx_views/login_status.html",
    "htmx_views/jinja2/htmx_views/notices.html",
    "htmx_views/templates/htmx_views/login_status.html",
    "htmx_views/templates/htmx_views/notices.html",
)


def list_files(path: Path) -> set[str]:
    """Return the names in a wheel or an sdist, without the sdist's folder."""
    if path.suffix == ".whl":
        return set(zipfile.ZipFile(path).namelist())
    with tarfile.open(path) as archive:
        return {
            member.name.partition("/")[2]
            for member in archive.getmembers()
            if member.isfile()
        }


def check_list(path: Path) -> None:
    names = list_files(path)
    parts = WHEEL_PARTS if path.suffix == ".whl" else SDIST_PARTS
    strangers = {
        name
        for name in names
        if not name.startswith(parts)
        or "__pycache__" in name
        or name.endswith((".pyc", ".sqlite3"))
    }
    if strangers:
        sys.exit(f"{path.name} holds what it should not: {sorted(strangers)}")
    source = {
        file.as_posix()
        for file in Path("htmx_views").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    lost = (source | set(MUST_SHIP)) - names
    if lost:
        sys.exit(f"{path.name} lacks: {sorted(lost)}")
    print(f"{path.name}: {len(names)} files, {path.stat().st_size:,} bytes")


LIST = """\
{% block head %}<h1>{{ head() }}</h1>{% endblock %}
{% block rows %}{% for n in page_obj %}<p>{{ n }}</p>{% endfor %}{% endblock %}
"""

urlpatterns: list[Any] = []


def use(folder: Path) -> None:
    """Run a small project on the installed wheel, in a folder."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.urls import path

    import htmx_views

    package = Path(htmx_views.__file__).parent
    if "site-packages" not in package.parts:
        sys.exit(f"htmx_views comes from {package}, not from the wheel")

    for engine in ("jinja2", "templates"):
        (folder / engine).mkdir()
    (folder / "jinja2" / "list.html").write_text(LIST)
    (folder / "templates" / "list.html").write_text(LIST.replace("head()", "head"))
    settings.configure(
        ALLOWED_HOSTS=["testserver"],
        INSTALLED_APPS=["django.contrib.staticfiles", "django_htmx", "htmx_views"],
        MIDDLEWARE=[
            "django_htmx.middleware.HtmxMiddleware",
            "htmx_views.middleware.HtmxViewsMiddleware",
        ],
        ROOT_URLCONF=__name__,
        SECRET_KEY="a" * 50,
        STATIC_ROOT=str(folder / "static"),
        STATIC_URL="/static/",
        STORAGES={
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage"
                ".ManifestStaticFilesStorage"
            }
        },
        TEMPLATES=[
            {
                "NAME": name,
                "BACKEND": f"htmx_views.backends.{backend}",
                "DIRS": [folder / name],
                "APP_DIRS": True,
            }
            for name, backend in (
                ("jinja2", "jinja2.Jinja2WithFragments"),
                ("templates", "django.DjangoTemplatesWithFragments"),
            )
        ],
    )
    django.setup()

    from django.views.generic import ListView

    from htmx_views.views import HtmxPaginationMixin

    class Numbers(HtmxPaginationMixin, ListView):  # type: ignore[type-arg]
        queryset = range(25)  # type: ignore[assignment]  # any sequence will do
        paginate_by = 10
        template_name = "list.html"
        fragment_blocks = ["rows"]
        extra_context = {"head": lambda: "Numbers"}

    urlpatterns.extend(
        path(f"{engine}/", Numbers.as_view(template_engine=engine))
        for engine in ("jinja2", "templates")
    )
    call_command("check", fail_level="WARNING")
    call_command("collectstatic", interactive=False, verbosity=0)
    scripts = list((folder / "static/htmx_views").glob("htmx-views.*.js"))
    if len(scripts) != 1:
        sys.exit(f"collectstatic found {scripts} instead of one hashed script")
    for engine in ("jinja2", "templates"):
        page = Client().get(f"/{engine}/?page=3").content.decode()
        fragment = (
            Client()
            .get(f"/{engine}/?page=3", headers={"HX-Request": "true"})
            .content.decode()
        )
        rows = "".join(f"<p>{n}</p>" for n in range(20, 25))
        if fragment != rows or "<h1>Numbers</h1>" not in page or rows not in page:
            sys.exit(f"{engine}: the page is {page!r}, the fragment {fragment!r}")
    print(f"the wheel in {package.parent.parent.name} serves pages and fragments")


if __name__ == "__main__":
    if sys.argv[1] == "list":
        for name in sys.argv[2:]:
            check_list(Path(name))
    else:
        with tempfile.TemporaryDirectory() as directory:
            use(Path(directory))
