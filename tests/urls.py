"""The URLs of the test suite: those of the example site, and of the toolbar if on."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("", include("monsters.urls"))]
if "debug_toolbar" in settings.INSTALLED_APPS:
    urlpatterns += [path("__debug__/", include("debug_toolbar.urls"))]
