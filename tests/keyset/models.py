"""Rows with ties, NULLs and keys of every kind."""

# ruff: noqa: DJ001, DJ008 - NULLs are the point, and nobody reads these rows

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Lower


class Guild(models.Model):
    name = models.CharField(max_length=20)
    motto = models.CharField(max_length=20, null=True)

    class Meta:
        ordering = ["-name", Lower("motto").asc(nulls_last=True), models.F("id")]


class Quest(models.Model):
    guild = models.ForeignKey(Guild, models.CASCADE, null=True, related_name="quests")
    parent = models.ForeignKey("self", models.CASCADE, null=True)
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
