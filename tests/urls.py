"""No URLs yet."""

urlpatterns: list[object] = []
