"""How people sign in, for every environment: local accounts with a second factor, and one OpenID provider."""

from tandem.settings import environment

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "public_site:home"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Two cookies and no other: the session's, which ends with the browser or after twelve hours, and that of the forms.
SESSION_COOKIE_NAME = "tandem_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "tandem_csrf"
CSRF_COOKIE_AGE = None  # ends with the browser
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ACCOUNT_ADAPTER = "tandem.workspace.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True  # one address each: the new one takes over once it is verified
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody receives a message because a stranger typed their address
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or a removed key is told to the account's own address
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Tandem – "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # of this session; the others end, since their hash no longer holds
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # a forgotten open browser is not enough to change how one signs in
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key"}

MFA_ADAPTER = "tandem.workspace.adapters.SecondFactorAdapter"
MFA_FORMS = {"add_webauthn": "tandem.workspace.forms.AddKeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a key and a finger or a code: two factors, not one
MFA_TOTP_ISSUER = "Tandem"
MFA_TOTP_TOLERANCE = 1

USERSESSIONS_ADAPTER = "tandem.workspace.adapters.SessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = False  # a public page would otherwise look at who reads it

SOCIALACCOUNT_ADAPTER = "tandem.workspace.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an account is found by the provider's `sub`, never by an address
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = environment.openid_provider()
