"""What a walk through a site has seen, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

#: How many places are named of what is wrong in many.
PLACES = 3


@dataclass
class SiteReport:
    """What ``assert_site_holds()`` returns, and says where it fails."""

    #: The addresses that were opened, in their order.
    pages: list[str] = field(default_factory=list)
    #: The requests that htmx sent: ``"GET /monsters/?page=2"``.
    requests: list[str] = field(default_factory=list)
    #: What is wrong, each with the places where.
    faults: dict[str, list[str]] = field(default_factory=dict)
    #: The patterns of the URLconf that nothing has reached, and why, where known.
    not_reached: dict[str, str] = field(default_factory=dict)
    #: What would have needed a person, or JavaScript, and why.
    not_sent: dict[str, str] = field(default_factory=dict)

    def add(self, fault: str, place: str) -> None:
        places = self.faults.setdefault(fault, [])
        if place not in places:
            places.append(place)

    def __str__(self) -> str:
        parts = [_fault(*each) for each in self.faults.items()]
        parts.append(
            f"Opened {len(self.pages)} pages and sent {len(self.requests)} requests "
            f"of htmx; {len(self.faults)} faults."
        )
        for title, listed in (
            ("Not reached", self.not_reached),
            ("Not sent", self.not_sent),
        ):
            if listed:
                lines = [f"  {what}: {why}" for what, why in listed.items()]
                parts.append("\n".join([f"{title}:", *lines]))
        return "\n\n".join(parts)


class SiteError(AssertionError):
    """A site does not hold; ``report`` says what was seen."""

    def __init__(self, report: SiteReport) -> None:
        super().__init__(str(report))
        self.report = report


def _fault(fault: str, places: list[str]) -> str:
    named = ", ".join(places[:PLACES])
    more = f" and {len(places) - PLACES} more" if len(places) > PLACES else ""
    return f"{fault}\n  at {named}{more}"
