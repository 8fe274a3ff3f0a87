"""The forms of the site."""

from __future__ import annotations

from typing import Any

from django import forms

from monsters.models import Monster


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
