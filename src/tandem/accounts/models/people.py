"""People: an address to sign in with, a name, and nothing of what they may do."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields):
        """Create a person; without a password they sign in through a provider or an invitation."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email: str):
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """Somebody who signs in. Rights come from their mandates only (`Mandate`): there is no superuser.

    `reference` is what the journal knows them by: erasing a person empties their name and address, and leaves every
    entry as it was written.
    """

    reference = models.UUIDField(_("référence"), default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(
        _("adresse électronique"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("Cette adresse électronique a déjà un compte.")},
    )
    first_name = models.CharField(_("prénom"), max_length=80, blank=True)
    last_name = models.CharField(_("nom"), max_length=80, blank=True)
    is_active = models.BooleanField(_("peut se connecter"), default=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = PersonManager()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="person_email_in_lower_case",
                violation_error_message=_("Une adresse électronique s’écrit en minuscules."),
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(is_active=False, first_name="", last_name=""),
                name="person_erased_has_no_name",
                violation_error_message=_("Une personne effacée n’a plus de nom et ne se connecte plus."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """First and last name; the address for who has not given one; nobody's for who was erased."""
        if self.erased_at is not None:
            return str(_("une personne effacée"))
        return f"{self.first_name} {self.last_name}".strip() or self.email
