"""Addresses under `/admin/generations/`."""

from django.urls import path

from sd_bridge import admin_views, keep_views, tray_views

app_name = "sd_bridge"
urlpatterns = [
    path("engine/", admin_views.lists, name="lists"),
    path("page/<int:page_id>/", admin_views.page_generations, name="page"),
    path("workspace/", tray_views.workspace, name="workspace"),
    path("compare/", tray_views.compare_results, name="compare"),
    path("interrogate/", tray_views.interrogate, name="interrogate"),
    path("keep-options/", keep_views.keep_options, name="keep_options"),
    path("<uuid:uuid>/", admin_views.state, name="state"),
    path("<uuid:uuid>/cancel/", admin_views.cancel, name="cancel"),
    path("<uuid:uuid>/again/", admin_views.again, name="again"),
    path("<uuid:uuid>/keep/", admin_views.keep, name="keep"),
    path("<uuid:uuid>/keep-many/", keep_views.keep_many, name="keep_many"),
    path("<uuid:uuid>/discard/", admin_views.discard, name="discard"),
    path("<uuid:uuid>/duplicates/", keep_views.duplicates, name="duplicates"),
    path("<uuid:uuid>/<int:index>/proposals/", keep_views.proposals, name="proposals"),
    path("<uuid:uuid>/<int:index>/infotext/", tray_views.infotext, name="infotext"),
]
