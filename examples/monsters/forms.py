"""The forms of the site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F, Value
from django.db.models.functions import Least

from monsters.models import Hunt, Monster


class RenameForm(forms.ModelForm):
    class Meta:
        model = Monster
        fields = ["name"]


class NoteForm(forms.ModelForm):
    class Meta:
        model = Monster
        fields = ["notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}


class SightingForm(forms.ModelForm):
    class Meta:
        model = Monster
        fields = ["name", "type", "level", "habitat", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}


class MonsterForm(forms.ModelForm):
    level = forms.IntegerField(min_value=1, max_value=100)

    class Meta:
        model = Monster
        fields = ["name", "type", "level", "habitat"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Monster.objects.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("The field guide has one of that name.")
        return name


class ImportForm(forms.Form):
    """Take a name from each line of a text file."""

    file = forms.FileField(label="A text file", help_text="One name on each line.")
    habitat = forms.ChoiceField(
        choices=[("", "Where do they live?"), *Monster.Habitat.choices]
    )

    def clean_file(self) -> list[str]:
        file = self.cleaned_data["file"]
        try:
            names = file.read(100_000).decode().split("\n")
        except UnicodeDecodeError:
            raise forms.ValidationError("This is not a text file.") from None
        names = [name.strip() for name in names if name.strip()]
        if not 0 < len(names) <= 100 or max(map(len, names)) > 80:
            raise forms.ValidationError(
                "Between 1 and 100 lines, please, of up to 80 letters each."
            )
        return names

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        return {**data, "number": len(data.get("file", ()))}

    def save(self) -> None:
        Monster.objects.bulk_create(
            Monster(
                name=name,
                habitat=self.cleaned_data["habitat"],
                type="moss",
                level=1,
            )
            for name in self.cleaned_data["file"]
        )


class RowForm(MonsterForm):
    """A form in a row of a table, where ``<form>`` cannot stand around the cells."""

    class Meta(MonsterForm.Meta):
        fields = ["name", "level", "habitat"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = self.prefix
        self.fields["name"].widget.attrs["autofocus"] = True


class BulkForm(forms.Form):
    monsters = forms.ModelMultipleChoiceField(
        Monster.objects.all(),
        error_messages={"required": "Choose at least one monster."},
    )
    action = forms.ChoiceField(choices=[("train", "Train"), ("release", "Release")])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        return {**data, "number": len(data.get("monsters", ()))}

    def save(self) -> None:
        monsters = self.cleaned_data["monsters"]
        if self.cleaned_data["action"] == "release":
            monsters.delete()
        else:
            monsters.update(level=Least(F("level") + 1, Value(100)))


class HuntForm(forms.ModelForm):
    habitat = forms.ChoiceField(choices=[("", "Anywhere"), *Monster.Habitat.choices])

    class Meta:
        model = Hunt
        fields = ["habitat", "monster", "hunter"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = Monster.objects.filter(habitat=self["habitat"].value() or "")
        self.fields["monster"] = forms.ModelChoiceField(there)


class ToastForm(forms.Form):
    level = forms.TypedChoiceField(
        coerce=int,
        choices=[
            (messages.SUCCESS, "Good news"),
            (messages.WARNING, "A warning"),
            (messages.ERROR, "Bad news"),
        ],
    )

    def get_text(self) -> str:
        return {
            messages.SUCCESS: "A monster smiled at you.",
            messages.WARNING: "Something is breathing behind you.",
            messages.ERROR: "It has eaten your map.",
        }[self.cleaned_data["level"]]
