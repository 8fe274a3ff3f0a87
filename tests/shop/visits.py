"""
The tests that the shop has: what a team writes that thinks of no slip.

Pages are opened, and forms are sent, as a browser and as htmx do it.
"""

from __future__ import annotations

from typing import Any

from htmx_views.testing import HtmxClient
from tests.shop.models import Product, Review

PAGES = [
    "/",
    "/products/",
    "/products/?page=2",
    "/products/?q=lamp",
    "/products/1/",
    "/products/1/?tab=details",
    "/products/1/edit/",
    "/cart/",
    "/orders/",
    "/photos/",
    "/about/",
    "/login/",
]


def visit_pages(client: HtmxClient) -> None:
    for url in PAGES:
        assert client.get(url).status_code == 200, url


def fill_cart(client: HtmxClient) -> None:
    for pk in (1, 2):
        assert client.post(f"/cart/add/{pk}/").status_code == 302
    answer = client.post("/cart/add/3/", htmx={"target": "buy"})
    assert "3 in the cart" in answer.content.decode()


def write_review(client: HtmxClient) -> None:
    url = "/products/1/reviews/"
    htmx: Any = {"target": "review-form", "current_url": "/products/1/"}
    assert client.post(url, {"stars": ""}, htmx=htmx).status_code in (200, 422)
    assert not Review.objects.filter(text="Fine").exists()
    assert client.post(url, {"stars": 4, "text": "Fine"}, htmx=htmx).status_code == 200
    review = Review.objects.get(text="Fine")
    answer = client.delete(f"/reviews/{review.pk}/", htmx=True)
    assert answer.status_code == 200
    assert not Review.objects.filter(text="Fine").exists()


def rename_product(client: HtmxClient) -> None:
    data = {"name": "Lamp 1", "price": 7}
    answer = client.post("/products/1/edit/", data, htmx={"target": "edit"})
    assert answer.status_code < 400
    assert Product.objects.get(pk=1).price == 7


def send_photo(client: HtmxClient) -> None:
    answer = client.post("/photos/", {"title": "Lamp"}, htmx={"target": "upload"})
    assert "This field is required" in answer.content.decode()


VISITS = [visit_pages, fill_cart, write_review, rename_product, send_photo]
