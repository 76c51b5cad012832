"""Addresses of the feeds of all pictures and of topics, below `/feeds/`."""

from django.urls import URLPattern, path

from topics import atom_views

urlpatterns: list[URLPattern] = [
    path("latest.atom", atom_views.latest, name="feed_latest"),
    path("topics/<path:path>.atom", atom_views.topic, name="feed_topic"),
]
