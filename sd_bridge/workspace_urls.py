"""Addresses under `/admin/generate/`."""

from django.urls import path

from sd_bridge import workspace_views

app_name = "sd_workspace"
urlpatterns = [
    path("", workspace_views.index, name="index"),
    path("status/", workspace_views.status, name="status"),
    path("source/", workspace_views.source, name="source"),
    path("prompts/", workspace_views.prompts, name="prompts"),
    path("cancel-waiting/", workspace_views.cancel_waiting, name="cancel_waiting"),
    path("presets/", workspace_views.save_preset, name="save_preset"),
    path("presets/<int:preset_id>/", workspace_views.preset, name="preset"),
]
