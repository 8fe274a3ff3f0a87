"""
Write what the code says about itself into the pages.

A line that begins with ``::: `` in a page names what comes in its place:

    ::: class htmx_views/views/list.py HtmxPaginationMixin
    ::: functions htmx_views/testing/assertions.py
    ::: contracts htmx_views/testing/contracts/table.py

The code is read, not imported: no settings are needed. What stands in ``#:`` comments
above an attribute, and in docstrings, is the text of the tables.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

#: Where each public mixin has its page, for the links between them.
PAGES = {
    "HtmxFragmentMixin": "fragment-mixin.md",
    "HtmxPartsMixin": "parts-mixin.md",
    "HtmxPaginationMixin": "pagination-mixin.md",
    "HtmxFilterMixin": "filter-mixin.md",
    "HtmxFormMixin": "form-mixin.md",
    "HtmxPollingMixin": "polling-mixin.md",
}

#: Names of the context that Django documents.
DJANGOS = {"form", "object_list", "page_obj", "paginator"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Attribute:
    name: str
    default: str
    annotation: str
    text: str
    method: str | None = None

    @property
    def assignment(self) -> str:
        return f"{self.name} = {self.default}"


@dataclass
class Method:
    name: str
    arguments: list[str] | None
    text: str

    @property
    def signature(self) -> str:
        if self.arguments is None:  # a property
            return self.name
        return f"{self.name}({', '.join(self.arguments)})"


@dataclass
class Class:
    name: str
    text: str
    bases: list[str]
    attributes: dict[str, Attribute] = field(default_factory=dict)
    methods: dict[str, Method] = field(default_factory=dict)
    #: The names that its methods put into the context.
    context: list[str] = field(default_factory=list)
    #: All docstrings, in which a name of the context is explained.
    texts: list[str] = field(default_factory=list)


def markdown(text: str | None) -> str:
    """Return a docstring as Markdown: its names in single backticks."""
    text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text or "")
    text = re.sub(r"``([^`]*)``", r"`\1`", text)
    # What looks like a tag is none: "<button>" is written as such.
    parts = re.split(r"(`[^`]*`)", text)
    parts[::2] = [re.sub(r"<[^<>\s][^<>]*>", r"`\g<0>`", part) for part in parts[::2]]
    return "".join(parts)


def summary(text: str | None) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return " ".join(markdown(text).split("\n\n")[0].split())


def comment_above(lines: list[str], line: int) -> str:
    """Return the ``#:`` comment that ends above ``line``, which counts from one."""
    comment: list[str] = []
    while (text := lines[line - 2].strip()).startswith("#:"):
        comment.insert(0, text.removeprefix("#:").strip())
        line -= 1
    return markdown(" ".join(comment))


@cache
def read_module(path: str) -> tuple[ast.Module, list[str]]:
    source = (ROOT / path).read_text()
    return ast.parse(source), source.splitlines()


@cache
def find_class(name: str) -> str | None:
    """Return the path of the module of htmx_views that defines the class ``name``."""
    for path in sorted((ROOT / "htmx_views").rglob("*.py")):
        if re.search(rf"^class {name}\b", path.read_text(), re.MULTILINE):
            return path.relative_to(ROOT).as_posix()
    return None


@cache
def read_class(path: str, name: str) -> Class:
    """Return what a class says of itself, those bases included that are not public."""
    tree, lines = read_module(path)
    nodes = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == name]
    if not nodes:
        raise LookupError(f"{path} has no class {name!r}.")
    (node,) = nodes
    found = Class(name, markdown(ast.get_docstring(node)), [])
    found.texts.append(found.text)
    for item in node.body:
        if isinstance(item, (ast.Assign, ast.AnnAssign)):
            add_attribute(found, item, lines)
        elif isinstance(item, Function):
            add_method(found, item)
    for base in node.bases:
        base_name = ast.unparse(base).split("[")[0]
        base_path = find_class(base_name)
        if base_path is None:
            continue
        if base_name in PAGES:
            found.bases.append(base_name)
            continue
        other = read_class(base_path, base_name)
        found.bases += [each for each in other.bases if each not in found.bases]
        found.attributes = {**found.attributes, **other.attributes}
        found.methods = {**other.methods, **found.methods}
        found.context += [each for each in other.context if each not in found.context]
        found.texts += other.texts
    for attribute in found.attributes.values():
        attribute.method = method_of(attribute.name, found)
    return found


def add_attribute(
    found: Class, node: ast.Assign | ast.AnnAssign, lines: list[str]
) -> None:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    name = ast.unparse(target)
    text = comment_above(lines, node.lineno)
    if name.startswith("_") or not text or node.value is None:
        return
    annotation = node.annotation if isinstance(node, ast.AnnAssign) else None
    found.attributes[name] = Attribute(
        name,
        ast.unparse(node.value),
        ast.unparse(annotation) if annotation else "",
        text,
    )


def add_method(found: Class, node: Function) -> None:
    if node.name in ("get_context_data", "render_to_response"):
        found.context += context_names(node)
    text = summary(ast.get_docstring(node))
    found.texts.append(text)
    decorators = {ast.unparse(each) for each in node.decorator_list}
    if node.name.startswith("_") or not text:
        return
    arguments = None
    if not decorators & {"property", "cached_property"}:
        arguments = [each.arg for each in node.args.posonlyargs + node.args.args][1:]
        arguments += [f"*{node.args.vararg.arg}"] if node.args.vararg else []
        arguments += [f"{each.arg}=…" for each in node.args.kwonlyargs]
        arguments += [f"**{node.args.kwarg.arg}"] if node.args.kwarg else []
    found.methods[node.name] = Method(node.name, arguments, text)


def context_names(node: Function) -> Iterator[str]:
    """Yield the names that a method puts into the context."""
    for each in ast.walk(node):
        if isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Store):
            keys: list[Any] = [each.slice]
            if ast.unparse(each.value) not in ("context", "kwargs"):
                continue
        elif isinstance(each, ast.Dict) and node.name == "get_context_data":
            keys = list(each.keys)
        elif isinstance(each, ast.Call) and ast.unparse(each.func).endswith(
            ("kwargs.setdefault", "context.setdefault")
        ):
            keys = [each.args[0]]
        else:
            continue
        for key in keys:
            value = getattr(key, "value", None)
            if isinstance(value, str) and value.isidentifier() and value not in DJANGOS:
                yield value


def method_of(name: str, found: Class) -> str | None:
    """Return the method to override where the attribute is not enough."""
    for method in (f"get_{name}", name.replace("push_url", "pushes_url")):
        if method in found.methods and found.methods[method].arguments == []:
            return method
    return None


def what_is(name: str, found: Class) -> str:
    """Return what the code says of a name in the context."""
    for method in (f"get_{name}", f"is_{name}"):
        if method in found.methods:
            text = re.sub(r"^(?:Return|Yield) ", "", found.methods[method].text)
            return text[0].upper() + text[1:]
    for text in found.texts:
        for sentence in re.split(r"(?<=[.:])\s+", " ".join(text.split())):
            if f"`{name}`" in sentence:
                sentence = re.sub(r"^Add ", "", sentence.strip())
                return sentence[0].upper() + sentence[1:]
    raise LookupError(f"No docstring of {found.name} says what {name!r} is.")


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def code(text: str) -> str:
    return f"`{cell(text)}`" if text else ""


def table(*rows: list[str]) -> list[str]:
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    texts = [f"| {' | '.join(row)} |" for row in lines]
    return ['<div class="names" markdown>', "", *texts, "", "</div>", ""]


def class_page(path: str, name: str) -> list[str]:
    found = read_class(path, name)
    module = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    public = re.sub(r"^(htmx_views\.(?:views|auth|keyset|testing))\..*", r"\1", module)
    lines = ["```python", f"from {public} import {name}", "```", "", found.text, ""]
    if found.bases:
        links = [f"[`{base}`]({PAGES[base]})" for base in found.bases]
        lines += [f"It has the attributes of {' and '.join(links)} as well.", ""]
    if found.attributes:
        rows = [["attribute and default, method", "what it is"]]
        for each in found.attributes.values():
            names = f'<span id="{each.name}"></span>{code(each.assignment)}'
            if each.method:
                names += f"<br>{code(f'{each.method}()')}"
            rows.append([names, cell(each.text)])
        lines += ["## Attributes", "", *table(*rows)]
    if found.context:
        rows = [["name", "what it is"]]
        for name in dict.fromkeys(found.context):
            rows.append([code(name), cell(what_is(name, found))])
        lines += ["## Names in the context", "", *table(*rows)]
    of_attributes = {each.method for each in found.attributes.values()}
    left_out = {*of_attributes, "get_context_data", "get", "post"}
    methods = [each for each in found.methods.values() if each.name not in left_out]
    if methods:
        rows = [["method", "what it does"]]
        rows += [[code(each.signature), cell(each.text)] for each in methods]
        lines += ["## Methods", "", *table(*rows)]
    return lines


def functions(path: str) -> list[str]:
    tree, _ = read_module(path)
    lines: list[str] = []
    for node in tree.body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            text = ast.get_docstring(node)
            if text:
                call = f"{node.name}({ast.unparse(node.args)})"
                lines += [f"### `{node.name}()` {{ #{node.name} }}", ""]
                lines += ["```python", call, "```", "", markdown(text), ""]
    return lines


def contracts(path: str) -> list[str]:
    """Return a section for each entry of a table ``ID: Name(title, cure)``."""
    tree, _ = read_module(path)
    lines: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                id = ast.literal_eval(key) if key else ""
                title, cure = (
                    markdown(ast.literal_eval(each)) for each in texts(value)
                )
                lines += [f"### {id} {{ #{id} }}", "", f"**{title}**", "", cure, ""]
    return lines


def texts(node: ast.expr) -> list[ast.expr]:
    """Return the arguments of a call, those by name included."""
    if not isinstance(node, ast.Call):
        raise TypeError(f"{ast.unparse(node)} is no call.")
    return [*node.args, *(keyword.value for keyword in node.keywords)]


WRITERS: dict[str, Callable[..., list[str]]] = {
    "class": class_page,
    "functions": functions,
    "contracts": contracts,
}


def write(match: re.Match[str]) -> str:
    kind, *arguments = match[1].split()
    return "\n".join(WRITERS[kind](*arguments))


def on_page_markdown(text: str, **kwargs: Any) -> str:
    """Put what the code says in the place of the lines that ask for it."""
    return re.sub(
        rf"^::: ((?:{'|'.join(WRITERS)}) .*)$", write, text, flags=re.MULTILINE
    )
