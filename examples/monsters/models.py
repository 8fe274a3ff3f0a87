"""Monsters, and the hunts for them."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone


class Monster(models.Model):
    """One entry of the field guide."""

    class Type(models.TextChoices):
        BONE = "bone", "Bone"
        EMBER = "ember", "Ember"
        FROST = "frost", "Frost"
        MOSS = "moss", "Moss"
        SHADE = "shade", "Shade"
        STONE = "stone", "Stone"
        STORM = "storm", "Storm"
        TIDE = "tide", "Tide"

    class Habitat(models.TextChoices):
        ATTIC = "attic", "Attic"
        BOG = "bog", "Bog"
        CAVERN = "cavern", "Cavern"
        FOREST = "forest", "Forest"
        GLACIER = "glacier", "Glacier"
        RUINS = "ruins", "Ruins"
        SEA_CAVE = "sea-cave", "Sea cave"
        VOLCANO = "volcano", "Volcano"

    name = models.CharField(max_length=80)
    type = models.CharField(max_length=10, choices=Type.choices)
    level = models.PositiveSmallIntegerField()
    habitat = models.CharField(max_length=10, choices=Habitat.choices)
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name", "id"], name="monster_name_id")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=100),
                name="monster_level_from_1_to_100",
                violation_error_message="A level is a number from 1 to 100.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("monster-detail", args=[self.pk])


class Hunt(models.Model):
    """A hunt for a monster: it goes on by itself until its time is over."""

    monster = models.ForeignKey(Monster, models.CASCADE, related_name="hunts")
    hunter = models.CharField(max_length=80)
    started = models.DateTimeField(default=timezone.now)
    seconds = models.PositiveSmallIntegerField(default=20)

    class Meta:
        ordering = ["-started", "-pk"]

    def __str__(self) -> str:
        return f"{self.hunter} hunts {self.monster}"

    @property
    def progress(self) -> int:
        """How much of the hunt is over, in percent."""
        elapsed = (timezone.now() - self.started).total_seconds()
        return max(0, min(100, int(100 * elapsed / self.seconds)))

    @property
    def is_over(self) -> bool:
        return self.progress == 100
