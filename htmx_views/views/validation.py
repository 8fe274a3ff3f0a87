"""One field of a form, checked as soon as it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import BadRequest, ImproperlyConfigured
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.generic.edit import FormMixin

from htmx_views.blocks import RENDER_BLOCKS
from htmx_views.views.base import HtmxFragmentMixin
from htmx_views.views.fields import find_field

if TYPE_CHECKING:

    class FormView(FormMixin[Any]):
        """A form view of Django's, with its handlers."""

        def get(
            self, request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponse: ...
        def post(
            self, request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponse: ...
else:
    FormView = FormMixin

#: The field of a POST that asks to check one field only; its value is that one's name.
VALIDATE_PARAMETER = "_validate"


class ValidationMixin(HtmxFragmentMixin, FormView):
    """Answer a POST that names a field with that field and its errors; save nothing."""

    #: The block that shows ``field``, and its errors, when that field was left.
    validation_block: str | None = None

    def get_validation_block(self) -> str | None:
        """Return the block that shows one field, or ``None`` for no such requests."""
        return self.validation_block

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if (
            self._validated_name is not None
            and self.get_validation_block() is None
            and self.choice.is_fragment
        ):
            raise BadRequest(
                f"{type(self).__qualname__} cannot check one field alone: it has no "
                "validation_block."
            )
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the view does, or only show a part of the form."""
        if self._saves_nothing:
            # As after GET, but with the form that was sent.
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add ``field``, the one to check, for ``validation_block``."""
        if self._is_validating:
            kwargs["form"] = kwargs.get("form") or self.get_form()
            kwargs["field"] = self.validate_field(kwargs["form"])
            if self.choice.is_fragment:
                kwargs[RENDER_BLOCKS] = [self.get_validation_block()]
        return super().get_context_data(**kwargs)

    def validate_field(self, form: Any) -> BoundField:
        """Return the field to check, with its errors; leave those of others out."""
        name = self._validated_name or ""
        field = find_field(form, name)
        if field is None:
            raise BadRequest(f"The form has no field {name[:100]!r}.")
        errors = field.form.errors
        for other in {*errors} - {field.name}:
            del errors[other]
        return field

    def form_valid(self, form: Any) -> HttpResponse:
        if self._saves_nothing:
            raise ImproperlyConfigured(
                f"{type(self).__qualname__}.post() saves a form that was sent to check "
                "one field, or to add a row. Call super().post() in it."
            )
        return super().form_valid(form)

    @property
    def _validated_name(self) -> str | None:
        if self.request.method != "POST":
            return None
        name: str | None = self.request.POST.get(VALIDATE_PARAMETER)
        return name

    @property
    def _is_validating(self) -> bool:
        return (
            self._validated_name is not None and self.get_validation_block() is not None
        )

    @property
    def _saves_nothing(self) -> bool:
        """Whether the POST only asks for a part of the form as it is."""
        return self._is_validating
