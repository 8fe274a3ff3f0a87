"""Tags as other libraries write them: they assign variables in their own ways."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library, Node
from django.template.base import NodeList, Parser, Token
from django.template.context import BaseContext
from django.template.defaulttags import IfNode, WithNode

register = Library()


@register.simple_tag
def value(text: str) -> str:
    return text


@register.simple_tag(takes_context=True)
def put(context: BaseContext, name: str, text: str) -> str:
    """Assign a variable that no ``as`` names, and print something."""
    context[name] = text
    return "printed"


@register.inclusion_tag("included.html", takes_context=True)
def put_and_include(context: BaseContext, name: str, text: str) -> dict[str, Any]:
    context[name] = text
    return {}


@register.simple_tag(takes_context=True)
def read(context: Context, name: str) -> str:
    return f"{context[name]} {context.get(name)} {context.dicts[-2][name]}"


@register.simple_tag(takes_context=True)
def flat(context: BaseContext, name: str) -> Any:
    return context.flatten()[name]


@register.simple_tag(takes_context=True)
def pushed(context: Context, name: str) -> Any:
    with context.push(context.dicts[-2]):
        return context.dicts[-1][name]


@register.inclusion_tag("included.html", takes_context=True)
def return_context(context: BaseContext) -> BaseContext:
    return context


@register.simple_block_tag
def wrap(content: str) -> str:
    return f"({content})"


class LetNode(Node):
    """``{% let name text %}``: keeps the name under an attribute of its own."""

    def __init__(self, goal: str, text: str) -> None:
        self.goal = goal
        self.text = text

    def render(self, context: Context) -> str:
        context[self.goal] = self.text
        return "let"


@register.tag
def let(parser: Parser, token: Token) -> LetNode:
    _, goal, text = token.split_contents()
    return LetNode(goal, text)


class ShowNode(Node):
    """``{% show %}``: must not be rendered for a block elsewhere."""

    def render(self, context: Context) -> str:
        return str(context["no such thing"])


@register.tag
def show(parser: Parser, token: Token) -> ShowNode:
    return ShowNode()


class SaidNode(ShowNode):
    """``{% said name text %}``: assigns where nobody would look for it."""

    assigns_context = True

    def __init__(self, name: str, text: str) -> None:
        self.values = {name: text}

    def render(self, context: Context) -> str:
        write = context.dicts[-1].__setitem__
        for name, text in self.values.items():
            write(name, text)
        return ""


@register.tag
def said(parser: Parser, token: Token) -> SaidNode:
    _, name, text = token.split_contents()
    return SaidNode(name, text)


class SaidNotNode(LetNode):
    """``{% said_not %}``: looks as if it assigned, but must not be rendered."""

    assigns_context = False

    def render(self, context: Context) -> str:
        context["x"] = str(context["no such thing"])
        return ""


@register.tag
def said_not(parser: Parser, token: Token) -> SaidNotNode:
    return SaidNotNode("x", "")


class EachNode(Node):
    """``{% each %}…{% endeach %}``: renders its content twice, as ``a`` and ``b``."""

    def __init__(self, content: NodeList) -> None:
        self.content = content

    child_nodelists = ("nodelist",)

    @property
    def nodelist(self) -> NodeList:
        return self.content

    def render(self, context: Context) -> str:
        rendered = ""
        for name in "ab":
            with context.push(each=name):
                rendered += self.content.render(context)
        return rendered


@register.tag
def each(parser: Parser, token: Token) -> EachNode:
    content = parser.parse(("endeach",))
    parser.delete_first_token()
    return EachNode(content)


@register.tag
def made(parser: Parser, token: Token) -> IfNode:
    """``{% made %}…{% endmade %}``: holds a node that stands in no template."""
    content = parser.parse(("endmade",))
    parser.delete_first_token()
    return IfNode([(None, NodeList([CaptureNode(content)]))])


class PictureNode(Node):
    """``{% picture name %}…``: the name holds in its content, as sorl's thumbnails."""

    child_nodelists = ("content",)

    def __init__(self, as_var: str, content: NodeList) -> None:
        self.as_var = as_var
        self.content = content

    def render(self, context: Context) -> str:
        with context.push(**{self.as_var: "picture"}):
            return self.content.render(context)


@register.tag
def picture(parser: Parser, token: Token) -> PictureNode:
    content = parser.parse(("endpicture",))
    parser.delete_first_token()
    return PictureNode(token.split_contents()[1], content)


class CaptureNode(Node):
    """``{% capture %}…{% endcapture %}``: keeps as ``x`` what it holds."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        context["x"] = self.nodelist.render(context)
        return f"<{context['x']}>"


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist)


class OurWithNode(WithNode):
    """``{% ours %}…{% endours %}``: renders as ``{% with x=1 %}`` does."""


@register.tag
def ours(parser: Parser, token: Token) -> OurWithNode:
    nodelist = parser.parse(("endours",))
    parser.delete_first_token()
    return OurWithNode(None, None, nodelist, {"x": parser.compile_filter("1")})


class FrameNode(Node):
    """``{% frame %}…{% endframe %}``: shows what it holds as it is, and says so."""

    shows_content = True

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        return f"<{self.nodelist.render(context)}>"


class RenderBlock(FrameNode):
    """``{% render_block %}``, a name of sekizai's: all that follows is in it."""

    shows_content = False


RenderBlock.__module__ = "sekizai.templatetags.sekizai_tags"


@register.tag
def frame(parser: Parser, token: Token) -> FrameNode:
    nodelist = parser.parse(("endframe",))
    parser.delete_first_token()
    return FrameNode(nodelist)


@register.tag
def render_block(parser: Parser, token: Token) -> RenderBlock:
    return RenderBlock(parser.parse())
