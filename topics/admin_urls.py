"""Addresses under `/admin/topics/`."""

from django.urls import path

from topics import arrange_views, places_views, proposal_views

app_name = "topic_admin"
urlpatterns = [
    path("<id:topic_id>/order/", arrange_views.arrange, name="arrange"),
    path("<id:topic_id>/proposals/", proposal_views.proposals, name="proposals"),
    path("pictures/<id:picture_id>/places/", places_views.places, name="places"),
]
