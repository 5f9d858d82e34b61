"""Settings, read from the environment; docs/how-to/run.md lists each one.

Everything Baken writes lies under BAKEN_HOME.
"""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from environs import Env, validate

from baken.config import languages
from baken.config.mail import mail_from

env = Env()
languages.teach_django()


def _home() -> Path:
    folder = env.path("BAKEN_HOME", None) or Path.home() / ".local/share/baken"
    for part in ("", "cache", "imports", "index", "logs", "static"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def _secret_key(home: Path) -> str:
    """The key that seals plan links: from BAKEN_SECRET_KEY, else made once and kept in BAKEN_HOME."""
    if given := env.str("BAKEN_SECRET_KEY", ""):
        return given
    kept = home / "secret.key"
    if not kept.exists():
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(get_random_secret_key())
    return kept.read_text()


def _database(home: Path) -> dict[str, Any]:
    """SQLite in BAKEN_HOME unless DATABASE_URL says PostgreSQL."""
    if url := env.str("DATABASE_URL", ""):
        return {**dj_database_url.parse(url), "CONN_MAX_AGE": 60}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(home / "baken.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # 16 MB of pages kept: with SQLite's own 2 MB a question over 100,000 services took half as long again
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-16000",
        },
        "CONN_MAX_AGE": 60,
        # live_server threads need connections of their own: a file, never :memory:
        "TEST": {"NAME": str(home / "test.sqlite3")},
    }


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    assert spec is not None and spec.origin is not None, f"the package {name} is not installed"
    return Path(spec.origin).parent


def _origin(address: str) -> str:
    return "/".join(address.split("/")[:3])


BAKEN_HOME = _home()
# read when numba is first imported; compiled code is kept between starts, as everything is, in BAKEN_HOME
os.environ.setdefault("NUMBA_CACHE_DIR", str(BAKEN_HOME / "cache/numba"))
BAKEN_COUNTRY = env.str("BAKEN_COUNTRY", "BE", validate=validate.OneOf(("BE", "NL")))
BAKEN_LOCAL_LANGUAGE = env.str("BAKEN_LOCAL_LANGUAGE", "nl", validate=validate.OneOf(("nl", "fr", "en")))
BAKEN_TIMEZONE = env.str("BAKEN_TIMEZONE", "Europe/Brussels")
BAKEN_ENCODERS = tuple(env.list("BAKEN_ENCODERS", ["e5", "use"]))
BAKEN_ENCODE_IN_BACKGROUND = env.bool("BAKEN_ENCODE_IN_BACKGROUND", True)
BAKEN_PLAN_LINK_DAYS = env.int("BAKEN_PLAN_LINK_DAYS", 30)
BAKEN_FACTS_AGE_AFTER: dict[str, str] = env.dict("BAKEN_FACTS_AGE_AFTER", {})
BAKEN_PULL_PORTS = tuple(env.list("BAKEN_PULL_PORTS", [80, 443, 8080, 8443], subcast=int))
BAKEN_SIGN_IN_MINUTES = 15
BAKEN_OIDC_SERVER = env.str("BAKEN_OIDC_SERVER", "")
BAKEN_HTTPS = env.bool("BAKEN_HTTPS", False)
BAKEN_SITE_URL = env.str("BAKEN_SITE_URL", "")
BAKEN_RUN_BY = env.str("BAKEN_RUN_BY", "")
BAKEN_QUICK_EXIT_URL = env.str(
    "BAKEN_QUICK_EXIT_URL",
    "",
    validate=validate.Regexp(r"(?i)(https?://[^\s/?#:@]\S*)?\Z", error="an address that begins with https://"),
)
BAKEN_MAP_TILES = env.str("BAKEN_MAP_TILES", "")
BAKEN_MAP_CREDIT = env.str("BAKEN_MAP_CREDIT", "")
# paper shows the pictograms of the pages
BAKEN_DRAWINGS = Path(__file__).parents[1] / "web/templates/pictograms"


SECRET_KEY = _secret_key(BAKEN_HOME)
DEBUG = env.bool("BAKEN_DEBUG", False)
ALLOWED_HOSTS = env.list("BAKEN_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "baken.accounts",
    "baken.translations",
    "baken.needs",
    "baken.directory",
    "baken.guidance",
    "baken.localities",
    "baken.timetables",
    "baken.plans",
    "baken.web",
    "django.contrib.admin.apps.SimpleAdminConfig",  # config.urls finds the admins: commands start without them
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "reversion",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "baken.config.wordless.WordsAtHand",
    "baken.api.errors.ApiErrorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "baken.web.fresh_words.FreshWordsMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "baken.config.urls"
WSGI_APPLICATION = "baken.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "baken.web.contexts.site",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
ACCOUNT_LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "baken.web.account.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever reads the mail with the code has the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = BAKEN_SIGN_IN_MINUTES * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# three guesses a code: a stranger who asks all day has one chance in ten thousand of a code of six figures
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,5/15m/key,30/d/key"}
MFA_ADAPTER = "baken.web.account.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Baken"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SOCIALACCOUNT_ADAPTER = "baken.web.account.adapter.CityAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # a city that vouches for an address signs in the account with that address
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "city",
                "name": env.str("BAKEN_OIDC_NAME", ""),
                "client_id": env.str("BAKEN_OIDC_CLIENT_ID", ""),
                "secret": env.str("BAKEN_OIDC_SECRET", ""),
                "settings": {"server_url": BAKEN_OIDC_SERVER, "oauth_pkce_enabled": True},
            }
        ]
        if BAKEN_OIDC_SERVER
        else []
    }
}

# Shared by all workers, so that limits hold; a migration of accounts makes the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

DATABASES = {"default": _database(BAKEN_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = BAKEN_LOCAL_LANGUAGE
LANGUAGES = languages.LANGUAGES
LANGUAGES_BIDI = list(languages.RIGHT_TO_LEFT)
BAKEN_COMPLETE_LANGUAGES = languages.COMPLETE
# words that people reviewed come before those of the package
LOCALE_PATHS = [BAKEN_HOME / "locale", Path(__file__).parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = BAKEN_TIMEZONE

STATIC_URL = "/static/"
STATIC_ROOT = BAKEN_HOME / "static"
# Only Leaflet's files: as an installed app its admin asks for GDAL.
STATICFILES_DIRS = [("leaflet", str(_package_folder("leaflet") / "static/leaflet"))]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": env.str("BAKEN_STATICFILES", "whitenoise.storage.CompressedManifestStaticFilesStorage")},
}
WHITENOISE_USE_FINDERS = env.bool("BAKEN_STATIC_FROM_SOURCE", False)

# nothing to others; with «no-referrer» browsers hide a form's origin from us too, and no form with a token is taken
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # desks are shared: no cookie outlives the browser
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BAKEN_HTTPS
CSRF_FAILURE_VIEW = "baken.web.errors.form_too_old"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_HANDLERS = ["baken.web.uploading.LimitedUpload"]
FILE_UPLOAD_TEMP_DIR = str(BAKEN_HOME / "imports")
FILE_UPLOAD_PERMISSIONS = 0o600
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([BAKEN_MAP_TILES.split("{")[0]] if BAKEN_MAP_TILES else [])],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *([_origin(BAKEN_OIDC_SERVER)] if BAKEN_OIDC_SERVER else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "microphone": [],
    "geolocation": ["self"],
    "interest-cohort": [],
    "payment": [],
}

_mail = mail_from(env.str("BAKEN_MAIL_URL", ""), home=BAKEN_HOME)
EMAIL_BACKEND, EMAIL_FILE_PATH = _mail.backend, _mail.folder and str(_mail.folder)
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starttls, _mail.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("BAKEN_MAIL_FROM", "Baken <baken@localhost>")

DEFAULT_EXCEPTION_REPORTER_FILTER = "baken.config.wordless.NothingPosted"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "baken.config.wordless.WordlessFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {"refusals": {"()": "baken.config.refusals.SayRefusalsShortly"}},
    "handlers": {
        "file": {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": str(BAKEN_HOME / "logs/baken.log"),
            "maxBytes": 5_000_000,
            "backupCount": 3,
            "delay": True,
            "encoding": "utf-8",
            "formatter": "line",
            "filters": ["refusals"],
        },
    },
    # a refused address may hold somebody's plan: only our own failures are written down, never who asked what
    # and Django's own handlers, which would mail a report with what was posted, are taken away
    "loggers": {
        "django": {"handlers": []},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
    },
    "root": {"handlers": ["file"], "level": env.str("BAKEN_LOG_LEVEL", "WARNING")},
}
