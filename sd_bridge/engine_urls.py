"""Addresses under `/admin/engines/`."""

from django.urls import path

from sd_bridge import engine_views

app_name = "sd_bridge_engines"
urlpatterns = [
    path("", engine_views.index, name="index"),
    path("state/", engine_views.state, name="state"),
    path("<slug:name>/try/", engine_views.try_now, name="try"),
    path("<slug:name>/lists/", engine_views.read_lists, name="lists"),
]
