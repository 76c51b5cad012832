"""Addresses under `/admin/generations/`."""

from django.urls import path

from sd_bridge import admin_views

app_name = "sd_bridge"
urlpatterns = [
    path("engine/", admin_views.lists, name="lists"),
    path("page/<int:page_id>/", admin_views.page_generations, name="page"),
    path("<uuid:uuid>/", admin_views.state, name="state"),
    path("<uuid:uuid>/cancel/", admin_views.cancel, name="cancel"),
    path("<uuid:uuid>/again/", admin_views.again, name="again"),
    path("<uuid:uuid>/keep/", admin_views.keep, name="keep"),
    path("<uuid:uuid>/discard/", admin_views.discard, name="discard"),
]
