"""The views of the shop, with mixins of the library and without."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.views import LoginView, LogoutView
from django.contrib.messages.views import SuccessMessageMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST
from django.views.generic import (
    CreateView,
    DeleteView,
    DetailView,
    FormView,
    ListView,
    TemplateView,
    UpdateView,
)

from htmx_views.auth import HtmxLoginRequiredMixin, LoginStatusView
from htmx_views.requests import is_fragment_request
from htmx_views.views import (
    HtmxFormMixin,
    HtmxFragmentMixin,
    HtmxPaginationMixin,
    HtmxPollingMixin,
)
from tests.shop.models import Order, Product, Review


class HomeView(HtmxFragmentMixin, TemplateView):
    template_name = "shop/home.html"
    fragment_blocks = {"featured": ["featured"], "offers": ["offers"]}
    lazy_context = {"featured": "get_featured", "offers": "get_offers"}

    def get_featured(self) -> QuerySet[Product]:
        return Product.objects.filter(is_new=True)

    def get_offers(self) -> QuerySet[Product]:
        return Product.objects.order_by("price")[:3]


class ProductListView(HtmxPaginationMixin, ListView):
    model = Product
    paginate_by = 5
    template_name = "shop/list.html"
    fragment_blocks = {"results": ["results"], "more": ["rows"]}

    def get_queryset(self) -> QuerySet[Product]:
        return Product.objects.filter(name__icontains=self.request.GET.get("q", ""))


class ReviewForm(forms.ModelForm):
    class Meta:
        model = Review
        fields = ["stars", "text"]


class ProductPage(HtmxFragmentMixin):
    """The page of a product, which several views share."""

    template_name = "shop/product.html"

    def get_product(self) -> Product:
        return get_object_or_404(Product, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("product", self.get_product())
        kwargs.setdefault("review_form", ReviewForm())
        return super().get_context_data(**kwargs)


class ProductView(ProductPage, DetailView):
    model = Product
    fragment_blocks = {"tab": ["tab"], "stock": ["stock"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tab = self.request.GET.get("tab", "reviews")
        return super().get_context_data(tab=tab, **kwargs)


class ReviewCreateView(ProductPage, HtmxFormMixin, SuccessMessageMixin, CreateView):
    model = Review
    form_class = ReviewForm
    fragment_blocks = ["review-form"]
    success_blocks = ["review-form"]
    success_oob_blocks = ["reviews"]
    oob_blocks = {"messages": "beforeend"}
    success_message = "Thank you."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(tab="reviews", **kwargs)
        context["review_form"] = context["form"]
        return context

    def form_valid(self, form: ReviewForm) -> HttpResponse:
        form.instance.product = self.get_product()
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return self.get_product().get_absolute_url()


class ReviewDeleteView(HtmxLoginRequiredMixin, ProductPage, HtmxFormMixin, DeleteView):
    model = Review
    success_blocks = []

    def get_product(self) -> Product:
        return self.object.product

    def get_success_url(self) -> str:
        return self.get_product().get_absolute_url()


class ProductEditView(HtmxLoginRequiredMixin, HtmxFormMixin, UpdateView):
    model = Product
    fields = ["name", "price"]
    template_name = "shop/edit.html"
    fragment_blocks = ["form"]


class CartView(TemplateView):
    template_name = "shop/cart.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        products = Product.objects.filter(pk__in=self.request.session.get("cart", []))
        return super().get_context_data(products=products, **kwargs)


@require_POST
def add_to_cart(request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    request.session["cart"] = [*request.session.get("cart", []), product.pk]
    if not is_fragment_request(request):
        return HttpResponseRedirect(reverse("cart"))
    context = {"product": product, "RENDER_BLOCKS": ["buy", "counter"]}
    return render(request, "shop/product.html", context)


class OrderListView(HtmxLoginRequiredMixin, HtmxPollingMixin, ListView):
    model = Order
    template_name = "shop/orders.html"
    context_object_name = "orders"
    fragment_blocks = ["orders"]
    poll_interval = 5


class PhotoForm(forms.Form):
    photo = forms.FileField()
    title = forms.CharField()


class PhotoView(HtmxLoginRequiredMixin, HtmxFormMixin, FormView):
    form_class = PhotoForm
    template_name = "shop/photos.html"
    fragment_blocks = ["upload"]
    success_blocks = ["upload"]
    success_url = "/photos/"


def about(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return render(request, "shop/hours.html")
    return render(request, "shop/about.html")


urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("products/", ProductListView.as_view(), name="products"),
    path("products/<int:pk>/", ProductView.as_view(), name="product"),
    path("products/<int:pk>/edit/", ProductEditView.as_view(), name="product-edit"),
    path("products/<int:pk>/reviews/", ReviewCreateView.as_view(), name="review"),
    path("reviews/<int:pk>/", ReviewDeleteView.as_view(), name="review-delete"),
    path("cart/", CartView.as_view(), name="cart"),
    path("cart/add/<int:pk>/", add_to_cart, name="cart-add"),
    path("orders/", OrderListView.as_view(), name="orders"),
    path("photos/", PhotoView.as_view(), name="photos"),
    path("about/", about, name="about"),
    path("login/", LoginView.as_view(template_name="shop/login.html"), name="login"),
    path("logout/", LogoutView.as_view(next_page="/"), name="logout"),
    path("login-status/", LoginStatusView.as_view(), name="login_status"),
]
