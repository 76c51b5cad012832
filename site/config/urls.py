"""Every address of the site. Korean at `/`, English under `/en/`."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import errors, seo, state
from home.views import page_at
from pictures import file_views
from pictures.views import all_pictures

urlpatterns = [
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", file_views.public_file, name="media"),
    path("files/originals/<path:name>", file_views.original_file, name="original"),
    path("files/", include("sd_bridge.file_urls")),
    path("me/state/", state.me_state, name="me_state"),
    path("sitemap.xml", seo.sitemap, name="sitemap"),
    path("robots.txt", seo.robots, name="robots"),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("pictures/", all_pictures, name="pictures"),
        re_path(wagtail_urls.serve_pattern, page_at, name="wagtail_serve"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
