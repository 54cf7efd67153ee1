"""Signing in through an OpenID provider: only what is signed as it should opens the account tied to `sub`."""

import logging
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from tandem.accounts.models import Organisation, Person
from tandem.workspace.adapters import SecondFactorAdapter
from tests.workspace.provider import CLIENT, CLIENT_SECRET, KEY, OTHER_KEY, signing_provider

PROVIDER = "fournisseur"


def configured(server: str) -> dict:
    app = {
        "provider_id": PROVIDER, "name": "ProConnect", "client_id": CLIENT, "secret": CLIENT_SECRET,
        "settings": {"server_url": server, "oauth_pkce_enabled": True, "scope": ["openid", "email", "siret"]},
    }  # fmt: skip
    return {"openid_connect": {"provider_class": "tandem.workspace.openid.Provider", "APPS": [app]}}


@pytest.fixture
def provider(settings, db):
    with signing_provider() as running:
        settings.SOCIALACCOUNT_PROVIDERS = configured(running.address)
        yield running


@pytest.fixture
def account(db) -> Person:
    person = Person.objects.create_user("jeanne@exemple.fr", first_name="Jeanne", last_name="Fictif")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def tied(account) -> SocialAccount:
    return SocialAccount.objects.create(user=account, provider=PROVIDER, uid="sub-1")


def leave(client: Client, **more) -> str:
    """Press the button; return the address of the provider where one is sent."""
    address = reverse("openid_connect_login", kwargs={"provider_id": PROVIDER})
    return client.post(f"{address}?process=login", more).headers["Location"]


def come_back(client: Client, address: str):
    """Follow the provider's answer."""
    back = requests.get(address, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def enters(client: Client) -> bool:
    return client.get(reverse("workspace:home")).status_code == 200


def test_a_signed_answer_opens_the_account_tied_to_its_sub(client, provider, tied):
    assert come_back(client, leave(client)).headers["Location"] == reverse("workspace:home")
    assert enters(client)
    assert provider.challenges == [True]
    assert provider.asked["code_challenge_method"] == "S256"


def test_the_same_address_is_no_proof(client, provider, account):
    page = come_back(client, leave(client))
    assert "une adresse identique ne suffit pas" in page.content.decode()
    assert not enters(client)
    assert not SocialAccount.objects.exists()
    assert Person.objects.count() == 1


def test_one_ties_an_identity_to_ones_own_account_and_takes_it_off(client, provider, account):
    client.force_login(account)
    address = reverse("openid_connect_login", kwargs={"provider_id": PROVIDER})
    come_back(client, client.post(f"{address}?process=connect").headers["Location"])
    assert list(SocialAccount.objects.values_list("user", "uid")) == [(account.pk, "sub-1")]
    assert EmailAddress.objects.count() == 1
    page = client.get(reverse("socialaccount_connections")).content.decode()
    assert "jeanne@exemple.fr" in page
    client.post(reverse("socialaccount_connections"), {"account": SocialAccount.objects.get().pk})
    # It was the only way in: an account without a password keeps it.
    assert SocialAccount.objects.count() == 1
    account.set_password("un cheval dans la mairie")
    account.save()
    client.force_login(account)
    client.post(reverse("account_reauthenticate"), {"password": "un cheval dans la mairie"})
    client.post(reverse("socialaccount_connections"), {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()


def test_of_the_answer_only_what_is_of_use_is_kept(client, provider, tied):
    provider.user |= {"given_name": "Jeanne", "phone": "0102030405"}
    come_back(client, leave(client))
    tied.refresh_from_db()
    assert tied.extra_data == {"userinfo": {"email": "jeanne@exemple.fr", "siret": "13002526500013"}}


def test_a_second_factor_of_this_site_is_asked_for_after_the_provider_too(client, provider, tied):
    secret = SecondFactorAdapter().encrypt(generate_totp_secret())
    Authenticator.objects.create(user=tied.user, type="totp", data={"secret": secret})
    assert come_back(client, leave(client)).headers["Location"] == reverse("mfa_authenticate")
    assert not enters(client)


def test_the_siret_proposes_the_organisation_and_gives_no_right(client, provider, tied):
    Organisation.objects.create(
        name="Direction fictive", kind="state-service", siren="130025265", siret="13002526500013"
    )
    come_back(client, leave(client))
    home = client.get(reverse("workspace:home"))
    assert "Vous venez de <strong>Direction fictive</strong>" in home.content.decode()
    assert home.wsgi_request.acting is None


def test_an_unknown_siret_is_left_unsaid(client, provider, tied):
    come_back(client, leave(client))
    assert "Vous venez de" not in client.get(reverse("workspace:home")).content.decode()


def unsigned(claims: dict) -> str:
    return jwt.encode(claims, None, "none", {"kid": "k1"})


def by_shared_secret(claims: dict) -> str:
    return jwt.encode(claims, CLIENT_SECRET.ljust(32, "-"), "HS256", {"kid": "k1"})


def by_another_key(claims: dict) -> str:
    return jwt.encode(claims, OTHER_KEY, "RS256", {"kid": "k1"})


def by_an_unknown_key(claims: dict) -> str:
    return jwt.encode(claims, KEY, "RS256", {"kid": "k2"})


def altered(claims: dict) -> str:
    head, _body, signature = jwt.encode(claims, KEY, "RS256", {"kid": "k1"}).split(".")
    other = jwt.encode({**claims, "email": "x@exemple.fr"}, KEY, "RS256", {"kid": "k1"}).split(".")[1]
    return f"{head}.{other}.{signature}"


FAULTS = {
    "identity unsigned": {"sign_identity": unsigned},
    "identity by a shared secret": {"sign_identity": by_shared_secret},
    "identity by another key": {"sign_identity": by_another_key},
    "identity by an unknown key": {"sign_identity": by_an_unknown_key},
    "identity altered": {"sign_identity": altered},
    "identity of another issuer": {"identity": {"iss": "https://ailleurs.example"}},
    "identity for another site": {"identity": {"aud": "autre"}},
    "identity too old": {"identity": {"exp": 1_600_000_000}},
    "identity of another request": {"identity": {"nonce": "autre"}},
    "identity not a token": {"sign_identity": lambda claims: "pas.un.jeton"},
    "user-info unsigned": {"sign_information": unsigned},
    "user-info by a shared secret": {"sign_information": by_shared_secret},
    "user-info by another key": {"sign_information": by_another_key},
    "user-info altered": {"sign_information": altered},
    "user-info of another issuer": {"information": {"iss": "https://ailleurs.example"}},
    "user-info for another site": {"information": {"aud": "autre"}},
    "user-info of somebody else": {"information": {"sub": "sub-2"}},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_an_answer_that_is_not_signed_as_it_should_is_refused_in_words(client, provider, tied, fault):
    SocialAccount.objects.create(user=Person.objects.create_user("x@exemple.fr"), provider=PROVIDER, uid="sub-2")
    for name, value in fault.items():
        setattr(provider, name, value)
    page = come_back(client, leave(client))
    assert page.status_code == 401
    assert "Personne n’a été connecté" in page.content.decode()
    assert not enters(client)


def test_an_answer_serves_once(client, provider, tied):
    back = requests.get(leave(client), allow_redirects=False, timeout=5).headers["Location"]
    path = back.removeprefix("http://testserver")
    client.get(path)
    client.post(reverse("account_logout"))
    replayed = client.get(path)
    assert replayed.status_code == 401
    assert "elle a déjà servi" in replayed.content.decode()
    assert not enters(client)


def test_an_answer_to_another_browser_opens_nothing(client, provider, tied):
    """Somebody is made to follow an answer that was meant for its author: they would act in the author's account."""
    back = requests.get(leave(client), allow_redirects=False, timeout=5).headers["Location"]
    victim = Client()
    assert victim.get(back.removeprefix("http://testserver")).status_code == 401
    assert not enters(victim)


def test_giving_up_at_the_provider_is_told_as_such(client, provider):
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    back = reverse("openid_connect_callback", kwargs={"provider_id": PROVIDER})
    page = client.get(back, {"error": "access_denied", "state": state}, follow=True)
    assert "Connexion abandonnée" in page.content.decode()


def test_nothing_of_the_address_goes_to_the_provider(client, provider):
    address = reverse("openid_connect_login", kwargs={"provider_id": PROVIDER})
    sent = client.post(f"{address}?process=login&scope=admin&auth_params=prompt%3Dnone%26nonce%3Dx")
    asked = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert set(asked["scope"][0].split()) == {"openid", "email", "siret"}
    assert "prompt" not in asked
    assert asked["nonce"] != ["x"]


def test_one_goes_back_where_one_wanted_but_never_to_another_site(client, provider, tied):
    wanted = reverse("workspace:rights")
    assert come_back(client, leave(client, next=wanted)).headers["Location"] == wanted
    other = Client()
    back = come_back(other, leave(other, next="https://ailleurs.example/"))
    assert back.headers["Location"] == reverse("workspace:home")


def test_a_provider_that_names_another_issuer_is_refused(client, provider):
    provider.issuer = "https://ailleurs.example"
    address = reverse("openid_connect_login", kwargs={"provider_id": PROVIDER})
    page = client.post(address)
    assert page.status_code == 503
    assert "injoignable" in page.content.decode()


def test_a_provider_that_does_not_answer_is_told_in_words(client, db, settings):
    settings.SOCIALACCOUNT_PROVIDERS = configured("http://127.0.0.1:9")
    page = client.post(reverse("openid_connect_login", kwargs={"provider_id": PROVIDER}))
    assert page.status_code == 503
    assert "injoignable" in page.content.decode()


def test_without_a_provider_there_is_no_button_and_no_page(client, db):
    assert "identité professionnelle" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("openid_connect_login", kwargs={"provider_id": PROVIDER})).status_code == 404


def test_a_link_does_not_sign_in_by_itself(client, provider):
    page = client.get(reverse("openid_connect_login", kwargs={"provider_id": PROVIDER}))
    assert page.status_code == 200
    assert "Continuer avec ProConnect" in page.content.decode()


def test_no_secret_of_the_exchange_goes_to_the_log(client, provider, tied, caplog):
    caplog.set_level(logging.DEBUG, logger="tandem")
    caplog.set_level(logging.DEBUG, logger="django")
    caplog.set_level(logging.DEBUG, logger="allauth")
    provider.identity = {"nonce": "autre"}
    come_back(client, leave(client))
    assert "sign-in through fournisseur refused: the identity token answers another request" in caplog.text
    assert CLIENT_SECRET not in caplog.text
    assert provider.asked["state"] not in caplog.text


def test_signing_out_ends_the_session_at_the_provider_too(client, provider, tied):
    come_back(client, leave(client))
    leaving = client.post(reverse("account_logout")).headers["Location"]
    parts = urlsplit(leaving)
    query = parse_qs(parts.query)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{provider.address}/logout"
    assert jwt.decode(query["id_token_hint"][0], options={"verify_signature": False})["sub"] == "sub-1"
    assert query["post_logout_redirect_uri"] == ["http://testserver/"]
    assert not enters(client)


def test_a_session_of_a_password_is_signed_out_here_only(client, provider, tied):
    tied.user.set_password("un cheval dans la mairie")
    tied.user.save()
    client.post(reverse("account_login"), {"login": tied.user.email, "password": "un cheval dans la mairie"})
    assert client.post(reverse("account_logout")).headers["Location"] == "/"


def test_a_provider_that_names_another_place_to_sign_out_is_not_told_who_it_was(client, provider, tied):
    provider.ends_at = "https://ailleurs.example/logout"
    come_back(client, leave(client))
    assert client.post(reverse("account_logout")).headers["Location"] == "/"
    assert not enters(client)
