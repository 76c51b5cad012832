"""Addresses under `/admin/import/`."""

from django.urls import path

from pictures import import_actions, import_uploads, import_views

app_name = "import"
urlpatterns = [
    path("", import_views.index, name="index"),
    path("start/", import_actions.start, name="start"),
    path("folders/", import_uploads.folders, name="folders"),
    path("files/<uuid:uuid>/", import_views.file_dialog, name="file"),
    path("files/<uuid:uuid>/thumbnail/", import_views.thumbnail, name="thumbnail"),
    path("<uuid:uuid>/", import_views.index, name="batch"),
    path("<uuid:uuid>/state/", import_views.state, name="state"),
    path("<uuid:uuid>/known/", import_uploads.known, name="known"),
    path("<uuid:uuid>/files/", import_uploads.add_file, name="add_file"),
    path("<uuid:uuid>/zips/", import_uploads.add_zip, name="add_zip"),
    path("<uuid:uuid>/folders/", import_uploads.add_folder, name="add_folder"),
    path("<uuid:uuid>/addresses/", import_uploads.add_address, name="add_address"),
    path("<uuid:uuid>/options/", import_actions.options, name="options"),
    path("<uuid:uuid>/edit/", import_actions.edit, name="edit"),
    path("<uuid:uuid>/decide/", import_actions.decide, name="decide"),
    path("<uuid:uuid>/leave-out/", import_actions.leave_out, name="leave_out"),
    path("<uuid:uuid>/retry/", import_actions.retry, name="retry"),
    path("<uuid:uuid>/register/", import_actions.register, name="register"),
]
