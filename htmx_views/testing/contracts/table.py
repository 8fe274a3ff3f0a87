"""Every contract, what breaks it, and the cure. The documentation has this table."""

from __future__ import annotations

from typing import NamedTuple


class Contract(NamedTuple):
    title: str
    cure: str


CONTRACTS = {
    "C001": Contract(
        "An attribute that this version of htmx does not know.",
        "Write the name as htmx has it; the htmx documentation lists all of them.",
    ),
    "C002": Contract(
        "hx-swap or hx-swap-oob with a style or a modifier that htmx does not know.",
        "Write a style such as innerHTML or outerHTML, and modifiers as swap:1s.",
    ),
    "C003": Contract(
        "hx-trigger that htmx cannot read.",
        'Write the event, then its modifiers: "input changed delay:300ms", "every 2s".',
    ),
    "C004": Contract(
        "An attribute of htmx with a value that it does not have.",
        "Write one of the values that the message names.",
    ),
    "C005": Contract(
        "hx-vals or hx-headers that are no JSON object.",
        """Write JSON in single quotes: hx-vals='{"page": 2}'; in a template, escape """
        "what comes from a variable.",
    ),
    "C006": Contract(
        "A selector that matches nothing on the page.",
        "Name an element that is there: an id needs its #.",
    ),
    "C007": Contract(
        "An id that stands twice on the page.",
        "Give each element an id of its own, in a loop with its key; htmx swaps into "
        "the first.",
    ),
    "C008": Contract(
        "An address that no pattern of the URLconf matches.",
        "Write {% url %} or reverse() instead of a literal address.",
    ),
    "C009": Contract(
        "An address whose view does not answer this method.",
        "Use the method that the view has, or add a handler to the view.",
    ),
    "C010": Contract(
        "An attribute of htmx with the address of another site.",
        "htmx sends requests to its own site only: name a view of this one.",
    ),
    "C011": Contract(
        "An unsafe request without the CSRF token.",
        "Write {% csrf_token %} into the form, and {% htmx_views_script %} into the "
        "page's head.",
    ),
    "C012": Contract(
        "A file that is not sent, for want of multipart/form-data.",
        'Write method="post" enctype="multipart/form-data", and for htmx '
        'hx-encoding="multipart/form-data".',
    ),
    "C013": Contract(
        "A form that nothing sends.",
        "Put a <button> into the form, or name the form by the button's form=.",
    ),
    "C014": Contract(
        "HTML that a browser reads differently from what is written.",
        "Close the quotes of the attribute and use others inside; close a form before "
        "the next one begins.",
    ),
    "C015": Contract(
        "A whole page that is swapped into an element.",
        "Let the view answer this target with blocks: name its id in fragment_blocks.",
    ),
    "C016": Contract(
        "An outerHTML answer without the id of what it replaces.",
        "Let the block hold the element itself, with its id, or swap the innerHTML.",
    ),
    "C017": Contract(
        "An out-of-band part that has no place on the page.",
        "Give it the id of an element of the page.",
    ),
    "C018": Contract(
        "What {{ polling }} says stands outside of a tag, or nowhere.",
        "Write {{ polling }} into the tag of the block's one element.",
    ),
    "C019": Contract(
        "What the page's own Content-Security-Policy forbids.",
        "Put scripts and styles into files of the site; replace what needs eval by "
        "events, or by JSON.",
    ),
    "C020": Contract(
        "An element that waits for a click, and that no keyboard reaches.",
        "Use a <button>, or an <a> with an href.",
    ),
    "C021": Contract(
        "A page with attributes of htmx that loads no htmx.",
        "Write {% htmx_script %} into the page's head.",
    ),
    "C022": Contract(
        "An answer to htmx that is no HTML.",
        "Answer with HTML, or let a plain link lead there.",
    ),
    "C023": Contract(
        "Attributes of a request on an element that sends none.",
        "Add hx-get, hx-post, hx-put, hx-patch or hx-delete.",
    ),
}
