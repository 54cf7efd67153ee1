"""What people write and attach, as they send it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.documents.models import Retention, Visibility


class CommentForm(forms.Form):
    """A comment: its text, whether it stays within one's organisation, whom it tells."""

    text = forms.CharField(widget=forms.Textarea, required=False, strip=False)
    internal = forms.BooleanField(required=False)
    mentioned = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args, people=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentioned"].choices = [(person.key, person.name) for person in people]


class FileForm(forms.Form):
    """A file."""

    file = forms.FileField(
        allow_empty_file=True,  # told by the check of files, in the same words as the other faults
        error_messages={"required": _("Choisir un fichier."), "missing": _("Choisir un fichier.")},
    )


class DocumentForm(FileForm):
    """A document: its file, its title, who may read it, how long it is kept."""

    title = forms.CharField(required=False, max_length=200)
    visibility = forms.ChoiceField(choices=Visibility, initial=Visibility.OBJECT)
    retention = forms.ChoiceField(choices=Retention, initial=Retention.WORKING)
