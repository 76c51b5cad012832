"""Every address of the site. Korean at `/`, English under `/en/`."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.views import authenticate_with_password

from config import api_views, errors, oembed, seo, sitemap, state
from config.api import api
from home.search_views import search_page, suggestions
from home.views import page_at
from pictures import download_views, file_views, recipe_files, signed_views
from pictures.around_views import around_picture
from pictures.views import all_pictures

urlpatterns = [
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", file_views.public_file, name="media"),
    path("files/signed/<id:image_id>/", signed_views.signed_original, name="signed_original"),
    path("files/originals/<path:name>", file_views.original_file, name="original"),
    path("files/pictures/<id:page_id>/<slug:kind>/", download_views.download, name="download"),
    path("files/recipes/<int:page_id>.json", recipe_files.recipe_file, name="recipe_file"),
    path("files/", include("sd_bridge.file_urls")),
    path("me/state/", state.me_state, name="me_state"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-pages.xml", sitemap.pages, name="sitemap_pages"),
    path("sitemap-pictures-<int:number>.xml", sitemap.pictures, name="sitemap_pictures"),
    path("api/v1/openapi.json", api_views.openapi, name="api_schema"),
    path("api/v1/docs", api_views.docs, name="api_docs"),
    path("api/v1/", api.urls),
    re_path(r"^api/(.*)$", api_views.unknown, name="api_unknown"),  # no slash is appended there
    path("oembed", oembed.oembed, name="oembed"),
    path("robots.txt", seo.robots, name="robots"),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("me/settings/", include("accounts.urls")),
        path("me/settings/", include("rest.urls")),
        path("pictures/", all_pictures, name="pictures"),
        path("pictures/<id:picture_id>/around/", around_picture, name="around"),
        path("search/", search_page, name="search"),
        path("search/suggestions/", suggestions, name="search_suggestions"),
        path("feeds/", include("topics.feed_urls")),
        path("feeds/", include("community.feed_urls")),
        path("", include("community.urls")),
        # Wagtail's own addresses, one by one: its log-in is ours, its pages are found sooner.
        path(
            "_util/login/",
            RedirectView.as_view(pattern_name="account_login", query_string=True),
            name="wagtailcore_login",
        ),
        path(
            "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
            authenticate_with_password,
            name="wagtailcore_authenticate_with_password",
        ),
        re_path(serve_pattern, page_at, name="wagtail_serve"),
        prefix_default_language=False,
    ),
    path("accounts/", include("accounts.social_urls")),
]

handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
