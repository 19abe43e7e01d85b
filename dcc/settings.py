"""Settings of the installation, all out of the environment.

DCC_ENV       development (default) · demo · production
DCC_VAR       folder of database and files; default: var/ beside manage.py
DCC_SPOOL     folder of files on their way in, not on the database's disk; default: in the system's folder for temporary files
DATABASE_URL  default: SQLite in DCC_VAR (dcc/database/address.py)
DCC_SECRET_KEY, DCC_ALLOWED_HOSTS, DCC_TRUSTED_ORIGINS, DCC_PROXIES   production only

Each may be read from a file instead, whose path stands in the variable of that name with _FILE behind it.
"""

import os
import tempfile
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from dcc.backup.nights import at_night
from dcc.database.address import configured
from dcc.installation.private_files import private_file, private_folder
from dcc.installation.secret_key import read_or_make_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

ENVIRONMENT = env.str("DCC_ENV", "development")
if ENVIRONMENT not in {"development", "demo", "production"}:
    raise ImproperlyConfigured(f"DCC_ENV is {ENVIRONMENT!r}; it may be development, demo or production")
PRODUCTION = ENVIRONMENT == "production"
DEMO = ENVIRONMENT == "demo"
DEBUG = ENVIRONMENT == "development" and env.bool("DCC_DEBUG", True)

VAR = Path(env.str("DCC_VAR", str(BASE_DIR / "var"))).absolute()
private_folder(VAR)
UPLOADS = VAR / "uploads"
SPOOL = private_folder(Path(env.str("DCC_SPOOL", f"{tempfile.gettempdir()}/dcc-spool-{os.geteuid()}")).absolute())

SECRET_KEY = env.str("DCC_SECRET_KEY", "").strip() if PRODUCTION else read_or_make_key(VAR / "secret.key")
if PRODUCTION and not SECRET_KEY:
    raise ImproperlyConfigured("Set DCC_SECRET_KEY to a long random text")
SECRET_KEY_FALLBACKS = env.list("DCC_SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("DCC_ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("DCC_TRUSTED_ORIGINS", default=[])
SITE = env.str("DCC_SITE", next(iter(CSRF_TRUSTED_ORIGINS), "")).rstrip("/")  # how people reach the pages: messages into group chats lead there
ROBOT_HOSTS = env.list("DCC_ROBOT_HOSTS", default=["qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn"])
ROBOT_TEST_HOST = "" if PRODUCTION else env.str("DCC_ROBOT_TEST_HOST", "")  # one host and port that may be private and go without https: a test's own
MAIL_WORKS = bool(env.str("DCC_MAIL_URL", ""))  # smtp+tls://user:password@host:587; without it no mail is sent
MAIL_DOMAINS = [domain.lower() for domain in env.list("DCC_MAIL_DOMAINS", default=[])]  # none: any
if MAIL_WORKS:
    vars().update(env.email_url("DCC_MAIL_URL"))
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("DCC_MAIL_FROM", "dcc@localhost")

INSTALLED_APPS = [
    "dcc.apps.DccConfig",
    "leads.apps.LeadsConfig",
    "calls.apps.CallsConfig",
    "reception.apps.ReceptionConfig",
    "reporting.apps.ReportingConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # so far out that files and refused bodies carry the policy, too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "dcc.frame.middleware.request_id",
    "dcc.frame.middleware.body_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dcc.frame.middleware.PersonLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dcc.frame.middleware.idle_limit",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "dcc.frame.middleware.person_language",
    "dcc.frame.middleware.settings_read_once",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dcc.frame.middleware.OwnPasswordFirst",
    "dcc.frame.middleware.NumbersOfRows",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dcc.frame.middleware.private_pages",
    "dcc.frame.middleware.expired_login",
    "dcc.frame.middleware.forms_only",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

METRICS = env.str("DCC_METRICS", "")  # host:port at which the worker answers a Prometheus
METRICS_FOLDER = VAR / "metrics"  # where each process of the web keeps its counts for it
if METRICS:
    MIDDLEWARE.insert(0, "dcc.frame.middleware.counted")

ROOT_URLCONF = "dcc.urls"
WSGI_APPLICATION = "dcc.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dcc.frame.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "dcc.templatetags.look",
                "dcc.templatetags.moments",
                "leads.templatetags.lead_tags",
                "leads.templatetags.numbers",
            ],
            "libraries": {"look": "dcc.templatetags.look", "moments": "dcc.templatetags.moments", "numbers": "leads.templatetags.numbers"},
        },
    }
]

DATABASES = {"default": configured(env.db_url("DATABASE_URL", f"sqlite:///{VAR / 'dcc.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    private_file(Path(DATABASES["default"]["NAME"]))
DIRECT_DATABASE = configured(env.db_url("DCC_DIRECT_DATABASE_URL")) if env.str("DCC_DIRECT_DATABASE_URL", "") else {}
BACKUP_FOLDER = Path(env.str("DCC_BACKUP_FOLDER", str(VAR / "backups"))).absolute()
BACKUP_AT = at_night(env.str("DCC_BACKUP_AT", "03:10" if PRODUCTION else "off"))
BACKUP_KEY = env.str("DCC_BACKUP_KEY", "").strip()  # a public one, to which backups are closed
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "dcc.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "dcc.log_in.backends.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "name")}},
    {"NAME": "dcc.log_in.password_length.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "dcc.log_in.password_rules.KnownWords"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
SECOND_FACTOR = not DEMO  # the demo, whose password is public, listens on this machine alone and asks nobody
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-dcc" if PRODUCTION else "dcc-session"
CSRF_COOKIE_NAME = "__Host-dcc-csrf" if PRODUCTION else "dcc-csrf"
DEVICE_COOKIE_NAME = "__Host-dcc-device" if PRODUCTION else "dcc-device"
USED_COOKIE_NAME = "__Host-dcc-used" if PRODUCTION else "dcc-used"
LANGUAGE_COOKIE_NAME = "__Host-dcc-language" if PRODUCTION else "dcc-language"
TOAST_COOKIE_NAME = "__Host-dcc-toasts" if PRODUCTION else "messages"
MESSAGE_STORAGE = "dcc.frame.toast_storage.ToastStorage"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dcc.frame.views.error_pages.csrf_failure"

# Per account and per (account, address), with expiry: one person's typos never lock a whole office behind one address. An address alone has a limit of
# its own, so high that an office does not meet it (dcc/log_in/rules/throttle.py): whoever tries one password at many accounts does.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_FAILURE_LIMIT = 10
FAILURES_PER_ADDRESS = 100
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else one wrong try every quarter of an hour would lock an account for good
AXES_USERNAME_CALLABLE = "dcc.log_in.known_devices.name_of_try"
AXES_LOCKOUT_CALLABLE = "dcc.log_in.views.log_in.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = env.int("DCC_PROXIES", 0)
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"] if env.int("DCC_PROXIES", 0) else ["REMOTE_ADDR"]

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^api/"]  # a program that sends in the clear is refused, not led on: nobody would notice
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.int("DCC_PROXIES", 0) else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_TEMP_DIR = str(SPOOL)
FILE_UPLOAD_PERMISSIONS = 0o600

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["dcc.formats"]

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static-collected"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT == "development"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_numbers": {"()": "dcc.installation.logs.HideNumbers"}},
    "formatters": {"line": {"()": "dcc.installation.logs.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["no_numbers"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("DCC_LOG_LEVEL", "INFO" if PRODUCTION else "WARNING")},
}
