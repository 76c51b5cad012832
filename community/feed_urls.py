"""Addresses of the feeds of tags and people, below `/feeds/`."""

from django.urls import URLPattern, path

from community import atom_views

urlpatterns: list[URLPattern] = [
    path("tags/<str:slug>.atom", atom_views.tag, name="feed_tag"),
    path("people/<str:nickname>.atom", atom_views.person, name="feed_person"),
]
