"""Rows with ties, NULLs and keys of every kind."""

# ruff: noqa: DJ001, DJ008 - NULLs are the point, and nobody reads these rows

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models.functions import Lower, Upper


class Guild(models.Model):
    name = models.CharField(max_length=20)
    motto = models.CharField(max_length=20, null=True)

    class Meta:
        ordering = ["-name", Lower("motto").asc(nulls_last=True), models.F("id")]


class Lodge(Guild):
    """A guild with a table of its own, which has a key and no name."""

    rooms = models.IntegerField(null=True)

    class Meta:
        ordering = ["rooms"]


class Quest(models.Model):
    guild = models.ForeignKey(Guild, models.CASCADE, null=True, related_name="quests")
    parent = models.ForeignKey("self", models.SET_NULL, null=True)
    title = models.CharField(max_length=20)
    rank = models.IntegerField()
    score = models.IntegerField(null=True)
    reward = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    weight = models.FloatField(default=0)
    begun = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    hour = models.TimeField(null=True)
    length = models.DurationField(null=True)
    code = models.UUIDField(default=uuid.uuid4, unique=True)
    seal = models.BinaryField(null=True)
    facts = models.JSONField(default=dict)
    slug = models.SlugField(unique=True, null=True, blank=True)
    shelf = models.IntegerField(default=0)
    place = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shelf", "place"], name="one_per_place")
        ]


class Clue(models.Model):
    pk = models.CompositePrimaryKey("quest", "number")
    quest = models.ForeignKey(Quest, models.CASCADE)
    number = models.IntegerField()
    weight = models.IntegerField(default=0)


class Loop(models.Model):
    parent = models.ForeignKey("self", models.CASCADE, null=True)

    class Meta:
        ordering = ["parent"]


class PointField(
    models.IntegerField,  # type: ignore[type-arg]  # generic in the stubs only
):
    """A column whose value in Python is of a type of its own."""

    def from_db_value(self, value: int | None, *args: Any) -> Any:
        return value if value is None else divmod(value, 10)

    def get_prep_value(self, value: Any) -> Any:
        return value[0] * 10 + value[1] if isinstance(value, tuple) else value


class Sample(models.Model):
    """A column of each type."""

    whole = models.BigIntegerField(null=True)
    exact = models.DecimalField(max_digits=24, decimal_places=10, null=True)
    money = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    real = models.FloatField(null=True)
    text = models.TextField(null=True)
    flag = models.BooleanField(null=True)
    moment = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    hour = models.TimeField(null=True)
    length = models.DurationField(null=True)
    code = models.UUIDField(null=True)
    seal = models.BinaryField(null=True)
    facts = models.JSONField(null=True)
    address = models.GenericIPAddressField(null=True)
    point = PointField(null=True)
    twice = models.GeneratedField(
        expression=models.F("money") * 2,
        output_field=models.DecimalField(max_digits=9, decimal_places=2),
        db_persist=True,
    )
    upper = models.GeneratedField(
        expression=Upper("text"), output_field=models.TextField(), db_persist=True
    )


class Sight(models.Model):
    """A view of the database, which keeps no promise of a field."""

    score = models.IntegerField()

    class Meta:
        managed = False
        db_table = "keyset_quest"
