"""Addresses of tag pages."""

from django.urls import URLPattern, path

from community.name_index_views import tag_index
from community.tag_views import tag_page

urlpatterns: list[URLPattern] = [
    path("tags/", tag_index, name="tags"),
    path("tags/<str:slug>/", tag_page, name="tag"),
]
