"""Addresses of reports."""

from django.urls import URLPattern, path

from community import report_views

urlpatterns: list[URLPattern] = [
    path("pictures/<id:picture_id>/report/", report_views.report_picture, name="report_picture"),
    path("comments/<id:pk>/report/", report_views.report_comment, name="report_comment"),
    path("people/<str:nickname>/report/", report_views.report_person, name="report_person"),
]
