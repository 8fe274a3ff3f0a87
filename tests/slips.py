"""The slips that tests/mutations.py makes in the example site."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Slip(NamedTuple):
    """A mistake that a developer makes, and the finding or error that it leads to."""

    name: str
    id: str
    file: str
    #: What is replaced, and what by, one pair after the other.
    changes: tuple[tuple[str, str], ...]

    def make(self, package: Path) -> None:
        (package / self.file).write_text(self.text(package))

    def text(self, package: Path) -> str:
        """Return what is in the file once the mistake is made."""
        text = (package / self.file).read_text()
        for old, new in self.changes:
            if old not in text:
                raise LookupError(f"{self.name}: {self.file} has no {old!r}.")
            text = text.replace(old, new)
        return text


def slip(name: str, id: str, file: str, *changes: str) -> Slip:
    return Slip(name, id, file, tuple(zip(changes[::2], changes[1::2], strict=True)))


LIST = "views/list.py"
DETAIL = "views/detail.py"
SESSION = "views/session.py"
DASHBOARD = "views/dashboard.py"
FORMS = "views/forms.py"
BLOCKS = 'fragment_blocks = ["page-and-paging-controls"]'
OUT_OF_BAND = 'oob_blocks = {"shown": "innerHTML"}'
NAME = "page-and-paging-controls"


def listed(name: str, id: str, blocks: str, more: str = "") -> Slip:
    """Return a slip in what the list view says about its blocks."""
    return slip(name, id, LIST, BLOCKS, blocks + more)


VIEWS = [
    listed("a letter dropped", "E001", 'fragment_blocks = ["page-and-pagin-controls"]'),
    listed(
        "a letter doubled", "E001", 'fragment_blocks = ["page-and-pagging-controls"]'
    ),
    listed("letters swapped", "E001", 'fragment_blocks = ["page-and-paging-contorls"]'),
    listed("a hyphen dropped", "E001", 'fragment_blocks = ["page-andpaging-controls"]'),
    listed(
        "a capital letter", "E001", 'fragment_blocks = ["Page-and-paging-controls"]'
    ),
    listed("a singular", "E001", 'fragment_blocks = ["page-and-paging-control"]'),
    listed("a blank too many", "E001", f'fragment_blocks = ["{NAME} "]'),
    listed("a block of another page", "E001", 'fragment_blocks = ["note-form"]'),
    listed(
        "a template's name for a block",
        "E001",
        f'fragment_blocks = ["list.html#{NAME}"]',
    ),
    listed("a comma forgotten", "E001", f'fragment_blocks = ["{NAME}" "live"]'),
    listed("a bare string", "E002", f'fragment_blocks = "{NAME}"'),
    listed("brackets without a comma", "E002", f'fragment_blocks = ("{NAME}")'),
    listed("a set", "E002", f'fragment_blocks = {{"{NAME}"}}'),
    listed("a list in a list", "E002", f'fragment_blocks = [["{NAME}"]]'),
    listed("a number", "E002", "fragment_blocks = [1]"),
    listed(
        "a mapping to a bare string",
        "E002",
        f'fragment_blocks = {{"paging-area": "{NAME}"}}',
    ),
    listed(
        "a mapping to a block that is not there",
        "E001",
        'fragment_blocks = {"paging-area": ["pages"]}',
    ),
    listed(
        "a mapping the wrong way round",
        "E001",
        f'fragment_blocks = {{"{NAME}": ["paging-area"]}}',
    ),
    listed(
        "a letter dropped in an attribute's name",
        "W010",
        f'fragment_block = ["{NAME}"]',
    ),
    listed(
        "letters swapped in an attribute's name",
        "W010",
        f'fragmnet_blocks = ["{NAME}"]',
    ),
    listed(
        "a letter dropped in an attribute of pages",
        "W010",
        BLOCKS,
        '\n    page_size_kwrg = "size"',
    ),
    listed(
        "a letter dropped in a method's name",
        "W010",
        f'def get_fragments_blocks(self):\n        return ["{NAME}"]',
    ),
    slip(
        "a block out of band that is not there",
        "E001",
        LIST,
        OUT_OF_BAND,
        'oob_blocks = ["message"]',
    ),
    listed(
        "letters swapped in a column to sort by",
        "E014",
        BLOCKS,
        '\n    sortable = {"nmae": "Name"}',
    ),
    listed(
        "a list of columns to sort by",
        "E002",
        BLOCKS,
        '\n    sortable = ["name"]',
    ),
    slip(
        "a bare string for the blocks out of band",
        "E002",
        LIST,
        OUT_OF_BAND,
        'oob_blocks = "heading"',
    ),
    listed("lazy_context as a list", "E002", BLOCKS, '\n    lazy_context = ["live"]'),
    listed(
        "blocks for a mixin that is not there",
        "W012",
        BLOCKS,
        f'\n    success_blocks = ["{NAME}"]',
    ),
    slip(
        "the size of a page forgotten",
        "W011",
        LIST,
        "    paginate_by = 20\n",
        "",
    ),
    slip(
        "the template's name misspelt",
        "E004",
        LIST,
        "monsters/list.html",
        "monsters/lists.html",
    ),
    slip(
        "the template's folder forgotten",
        "E004",
        LIST,
        '"monsters/list.html"',
        '"list.html"',
    ),
    slip(
        "the template's name forgotten",
        "E004",
        LIST,
        '    template_name = "monsters/list.html"\n',
        "",
    ),
    slip(
        "an address of a block that is not there",
        "E001",
        LIST,
        "monsters/list.html",
        "monsters/list.html#rows",
    ),
    listed(
        "an engine that the settings lack",
        "E003",
        BLOCKS,
        '\n    template_engine = "jinja"',
    ),
    slip(
        "a mixin behind its view",
        "ImproperlyConfigured",
        LIST,
        "HtmxPaginationMixin, ListView",
        "ListView, HtmxPaginationMixin",
    ),
    slip(
        "a mixin of the project's own behind its view",
        "E006",
        SESSION,
        "(SessionPage, TemplateView)",
        "(TemplateView, SessionPage)",
    ),
    slip(
        "a mixin for another kind of view",
        "ImproperlyConfigured",
        LIST,
        "HtmxPaginationMixin",
        "HtmxFormMixin",
    ),
    slip(
        "an access mixin behind its view",
        "E007",
        SESSION,
        "HtmxLoginRequiredMixin, HtmxFormMixin, SessionPage, SuccessMessageMixin,"
        " CreateView",
        "HtmxFormMixin, SessionPage, SuccessMessageMixin, CreateView,"
        " HtmxLoginRequiredMixin",
    ),
    slip(
        "a letter dropped in a block out of band",
        "E001",
        DASHBOARD,
        '"counter": "outerHTML"',
        '"conter": "outerHTML"',
    ),
    slip("oob_block for oob_blocks", "W010", DASHBOARD, "oob_blocks =", "oob_block ="),
    slip(
        "lazy_context by a method that is not there",
        "E008",
        DASHBOARD,
        '"types": "get_types"',
        '"types": "get_type"',
    ),
    slip(
        "lazy_context by something else",
        "E008",
        DASHBOARD,
        '"types": "get_types"',
        '"types": ["get_types"]',
    ),
    slip(
        "a letter dropped in a target's block",
        "E001",
        DASHBOARD,
        '"habitats": ["habitats"]',
        '"habitats": ["habitat"]',
    ),
    slip(
        "a bare string for a target's blocks",
        "E002",
        DASHBOARD,
        '"habitats": ["habitats"]',
        '"habitats": "habitats"',
    ),
    slip(
        "a letter dropped in a block of the success",
        "E001",
        FORMS,
        'success_blocks = ["import-form"]',
        'success_blocks = ["import-from"]',
    ),
    slip(
        "a bare string for the blocks of the success",
        "E002",
        FORMS,
        'success_blocks = ["import-form"]',
        'success_blocks = "import-form"',
    ),
    slip(
        "a letter dropped in a block out of band of the success",
        "E001",
        FORMS,
        '"newest": "outerHTML"',
        '"newst": "outerHTML"',
    ),
    slip(
        "a letter dropped in a block of a part",
        "E001",
        DETAIL,
        '["note-form"]',
        '["note-from"]',
    ),
    slip(
        "a letter dropped in the block of one field",
        "E001",
        FORMS,
        '"field-errors"',
        '"field-error"',
    ),
    slip(
        "a list for the block of one field",
        "E002",
        FORMS,
        '"field-errors"',
        '["field-errors"]',
    ),
    slip(
        "validation_blocks for validation_block",
        "W010",
        FORMS,
        "validation_block =",
        "validation_blocks =",
    ),
    slip(
        "a letter dropped in a block of the filter's errors",
        "E001",
        "views/filters.py",
        'filter_error_blocks = ["errors"]',
        'filter_error_blocks = ["error"]',
    ),
    slip(
        "filter_errors_blocks for filter_error_blocks",
        "W010",
        "views/filters.py",
        "filter_error_blocks =",
        "filter_errors_blocks =",
    ),
    slip(
        "poll_intervall for poll_interval",
        "W010",
        "views/hunts.py",
        "poll_interval =",
        "poll_intervall =",
    ),
    slip(
        "an interval with a unit",
        "E002",
        "views/hunts.py",
        "poll_interval = 2",
        'poll_interval = "2s"',
    ),
    slip(
        "is_poling_done() for is_polling_done()",
        "W010",
        "views/hunts.py",
        "is_polling_done",
        "is_poling_done",
    ),
]


def templates(engine: str, folder: str) -> list[Slip]:
    """Return the slips in the templates of an engine."""

    def in_(file: str, name: str, id: str, *changes: str) -> Slip:
        return slip(f"{name} ({engine})", id, f"{folder}/monsters/{file}", *changes)

    return [
        in_(
            "list.html",
            "a letter dropped in a block's tag",
            "E001",
            f"block {NAME}",
            "block page-and-paging-contros",
        ),
        in_("list.html", "a block renamed", "E001", f"block {NAME}", "block rows"),
        in_(
            "detail.html",
            "a block renamed that another view names",
            "E001",
            "block note-form",
            "block notes",
        ),
        in_(
            "list.html",
            "a parent that is not there",
            "E004",
            "monsters/pattern.html",
            "monsters/patern.html",
        ),
        in_(
            "list.html", "a tag that is not there", "E005", "{% endif %}", "{% endfi %}"
        ),
        in_("list.html", "an end tag forgotten", "E005", "{% endfor %}", ""),
        in_(
            "list.html",
            "a filter around a block",
            "E010",
            f"{{% block {NAME} %}}",
            f"{{% filter upper %}}{{% block {NAME} %}}",
            "  {% endblock %}\n</div>",
            "  {% endblock %}{% endfilter %}\n</div>",
        ),
        in_("base.html", "the script forgotten", "W004", *SCRIPTS[engine]),
    ]


SCRIPTS = {
    "Jinja2": ("{{ htmx_views_script() }}", ""),
    "Django": ("{% htmx_views_script %}", ""),
}

SETTINGS = [
    slip(
        "the middleware of htmx forgotten",
        "W001",
        "settings.py",
        '    "django_htmx.middleware.HtmxMiddleware",\n',
        "",
    ),
    slip(
        "the middleware of this library forgotten",
        "W002",
        "settings.py",
        "htmx_views.middleware.HtmxViewsMiddleware",
        "django.contrib.auth.middleware.LoginRequiredMiddleware",
    ),
    slip(
        "an engine without fragments (Jinja2)",
        "E003",
        "settings.py",
        "htmx_views.backends.jinja2.Jinja2WithFragments",
        "django.template.backends.jinja2.Jinja2",
    ),
    slip(
        "an engine without fragments (Django)",
        "E003",
        "settings.py",
        "htmx_views.backends.django.DjangoTemplatesWithFragments",
        "django.template.backends.django.DjangoTemplates",
    ),
    slip(
        "no folder for templates",
        "E004",
        "settings.py",
        '"APP_DIRS": True',
        '"APP_DIRS": False',
    ),
    slip(
        "no context processor for messages",
        "W013",
        "settings.py",
        '    "django.contrib.messages.context_processors.messages",\n',
        "",
    ),
    slip(
        "Django's view for CSRF failures",
        "W003",
        "settings.py",
        "htmx_views.auth.csrf.csrf_failure",
        "django.views.csrf.csrf_failure",
    ),
]

SLIPS = [
    *VIEWS,
    *templates("Jinja2", "jinja2"),
    *templates("Django", "templates"),
    *SETTINGS,
]
