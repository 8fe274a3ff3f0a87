"""The forms of the site."""

from __future__ import annotations

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
