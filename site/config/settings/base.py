"""What every environment shares. The environment itself is read in `dev` and `production`."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from config.env import ROOT

INSTALLED_APPS = [
    "config",
    "home",
    "community",
    "sd_bridge",
    "topics",
    "pictures",
    "accounts",
    "limits",
    "outbox",
    "rest",
    "scheduling",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.kakao",
    "allauth.socialaccount.providers.naver",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "corsheaders",
    "ninja",  # its copy of Swagger UI is served at /api/v1/docs
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.maintenance.MaintenanceMiddleware",
    "config.public_cache.PublicCacheMiddleware",
    "config.content_security.ContentSecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.AddressLanguageMiddleware",
    "config.api_edge.ApiEdgeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.hint_cookie.HintCookieMiddleware",
    "accounts.session_activity.SessionActivityMiddleware",
    "config.admin_door.AdminDoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.entrance_limits.EntranceLimitsMiddleware",
    "accounts.social_doors.SocialDoorsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.removed_pictures.RemovedPicturesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "limits.middleware.LimitsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    }
]

# People and log-in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.login_backend.OnePasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_USERNAME_VALIDATORS = "accounts.usernames.VALIDATORS"
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True  # one address an account; a new one counts once it is confirmed
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the address is changed
ACCOUNT_SESSION_REMEMBER = True
# A sign-up with an address that is known here looks like any other; only who reads its mail wins.
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_RATE_LIMITS = False  # ours hold instead: `accounts.entrance_limits`, docs/limits.md
ACCOUNT_LOGOUT_ON_GET = False
MFA_ADAPTER = "accounts.two_step.TwoStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
# Somebody who typed another's address cannot keep them from it: it is theirs who confirms it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Log-in with an account elsewhere: `config.settings.social_logins` adds what the environment names.
SOCIALACCOUNT_ADAPTER = "accounts.social_adapter.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "accounts.social_oidc.provider.CheckedProvider"},
    "google": {"OAUTH_PKCE_ENABLED": True},
    "github": {"OAUTH_PKCE_ENABLED": True},
}
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # within the bounds of `accounts.social_linking`
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_FORMS = {"disconnect": "accounts.social_forms.DisconnectForm"}
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False

# How often: see `limits.rules`; whoever fronts many people with one address multiplies the budgets.

RATE_LIMIT_FACTOR = 1

# Programs: browsers of other origins that API_CORS_ORIGINS names may ask, by token alone

CORS_URLS_REGEX = r"^/api/"
CORS_ALLOWED_ORIGINS: list[str] = []
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = [
    *("accept", "accept-language", "authorization", "content-type"),
    *("idempotency-key", "if-match", "if-none-match"),
]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Location", "Idempotency-Replayed", "Content-Disposition"),
    *("RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate"),
]
CORS_PREFLIGHT_MAX_AGE = 86_400

# Languages and time: content has one language, the interface two

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
USE_I18N = True
WAGTAIL_I18N_ENABLED = False
# The first migration makes a locale of LANGUAGE_CODE, whichever of the two it is.
WAGTAIL_CONTENT_LANGUAGES = [("ko", "Korean"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ko", "한국어"), ("en", "English")]

# Wagtail

WAGTAIL_SITE_NAME = "HKPictures"
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_RECENT_EDITS_LIMIT = 5
WAGTAILIMAGES_IMAGE_MODEL = "pictures.GalleryImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pictures.image_forms.GalleryImageForm"
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg", "webp", "avif", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 32 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_FEATURE_DETECTION_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "pictures.search_backend"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
TAGGIT_CASE_INSENSITIVE = True
TAG_SPACES_ALLOWED = True

# Work that takes longer than a page

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "generate"],
    }
}

# Mail waits in the outbox; the server behind it, OUTBOX_EMAIL_BACKEND, is set by EMAIL_URL

EMAIL_BACKEND = "outbox.backend.OutboxBackend"
EMAIL_TIMEOUT = 10  # seconds for each answer of the mail server

HEARTBEAT_PATH = ""  # a file that workers touch; see config/heartbeat.py

# Files

C2PA: dict[str, str] | None = None  # see pictures/marking/signing.py
LIBVIPS = True  # scale pictures with libvips where it is installed
SIGNED_LINK_SECONDS = 3600  # how long a link to a private file opens without a log-in
STATIC_URL = "/static/"
STATICFILES_DIRS = [
    ROOT / "static",
    ("bootstrap", ROOT / "node_modules" / "bootstrap" / "dist" / "css"),
]
MEDIA_URL = "/media/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's edit forms
FILE_UPLOAD_PERMISSIONS = 0o640

# What the browser may do. Public pages print no script and no style of their own.

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": [UNSAFE_INLINE],  # the dominant colour behind a picture
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    }
}
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    # Wagtail's choosers, date fields and inline panels print inline script and style.
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
    "object-src": [NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# Wagtail shows drafts in a frame of the admin, on the same origin.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Edits and tasks have logs of their own in the database; on the console they drown the rest.
    "loggers": {
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
    },
}
