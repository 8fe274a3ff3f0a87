"""The URLs of the test suite: those of the example site."""

from django.urls import include, path

urlpatterns = [path("", include("monsters.urls"))]
