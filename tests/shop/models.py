from __future__ import annotations

from django.db import models
from django.urls import reverse


class Product(models.Model):
    name = models.CharField(max_length=60)
    price = models.PositiveIntegerField()
    is_new = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("product", args=[self.pk])


class Review(models.Model):
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="reviews"
    )
    stars = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.stars} stars"


class Order(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    is_sent = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.product}: {'sent' if self.is_sent else 'being packed'}"
