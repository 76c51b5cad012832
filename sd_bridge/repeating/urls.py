"""Addresses under `/admin/recipe-checks/`."""

from django.urls import path

from sd_bridge.repeating import views
from sd_bridge.repeating.report import RecipeChecksReport

app_name = "sd_recipe_checks"
urlpatterns = [
    path("", RecipeChecksReport.as_view(), name="report"),
    path("results/", RecipeChecksReport.as_view(results_only=True), name="report_results"),
    path("<id:page_id>/", views.show, name="show"),
    path("<id:page_id>/ask/", views.ask, name="ask"),
    path("<id:page_id>/state/", views.state, name="state"),
]
