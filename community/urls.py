"""Every public address of the community, Korean at `/` and English under `/en/`."""

from django.urls import URLPattern

from community import (
    audience_urls,
    collection_urls,
    comment_urls,
    like_urls,
    people_urls,
    report_urls,
    submission_urls,
    subscription_urls,
    tag_urls,
    welcome_urls,
)

urlpatterns: list[URLPattern] = [
    *like_urls.urlpatterns,
    *comment_urls.urlpatterns,
    *subscription_urls.urlpatterns,
    *collection_urls.urlpatterns,
    *people_urls.urlpatterns,
    *tag_urls.urlpatterns,
    *audience_urls.urlpatterns,
    *submission_urls.urlpatterns,
    *report_urls.urlpatterns,
    *welcome_urls.urlpatterns,
]
