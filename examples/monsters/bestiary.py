"""Monsters without end: the same ones each time."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from monsters.models import Monster

EPITHETS = """
Ashen Bellowing Brackish Bristling Crooked Dappled Drowsy Eldritch Feathered Gilded
Gnarled Grumbling Hollow Humming Iridescent Lanky Lopsided Lurking Mossy Moonlit
Nimble Ochre Pale Prickly Quiet Ragged Restless Rusty Shivering Slippery Smouldering
Snoring Speckled Stubborn Tangled Thirsty Thorny Velvet Wandering Whispering Woolly
"""
ONSETS = "B Bl Br D Dr F Fl G Gl Gr H K Kr L M N P Pr R S Sk Sn T Th Tr V W Wr Z"
MIDDLES = "aba agra alo ami ara ebo edri elo eni igo imba ilo obli odo omo ora uba ugo"
ENDINGS = "ch ck dd gg l ll m mp n nk r rg rk sk ss th x zz dle gle mmel rrow"
NOTES = [
    "Comes out at dusk and avoids lanterns.",
    "Collects buttons. Trade is possible.",
    "Do not whistle near it.",
    "Hibernates for eleven months and is hungry in the twelfth.",
    "Harmless, unless it is raining.",
    "Leaves footprints that glow until morning.",
    "Mistaken for a boulder by three expeditions.",
    "Sings when it believes that it is alone.",
    "Sleeps with its eyes open; count them before you leave.",
    "Smells of cinnamon and wet dog.",
    "",
    "",
]


def monsters(seed: int = 2023) -> Iterator[Monster]:
    """Yield unsaved monsters, in an order that the seed alone decides."""
    random = Random(seed)
    epithets = EPITHETS.split()
    syllables = [part.split() for part in (ONSETS, MIDDLES, ENDINGS)]
    types, habitats = Monster.Type.values, Monster.Habitat.values
    while True:
        name = "".join(map(random.choice, syllables))
        yield Monster(
            name=f"{name} the {random.choice(epithets)}",
            type=random.choice(types),
            # Strong ones are rare.
            level=1 + int(99 * random.random() ** 2),
            habitat=random.choice(habitats),
            notes=random.choice(NOTES),
        )
