"""Addresses of reception/reconcile."""

from django.urls import path

from reception.reconcile.views import joining, proof, reconcile

urlpatterns = [
    path("reconcile/", reconcile.reconcile, name="reconcile"),
    path("visits/<int:pk>/no-relation/", reconcile.no_relation, name="hint_end"),
    path("reconcile/fetched/", joining.fetched, name="fetched"),
    path("visits/<int:pk>/join/", joining.visit, name="visit_join"),
    path("cards/<int:pk>/join/", joining.card, name="card_join"),
    path("orders/<int:pk>/reverse/", joining.reverse_joined, name="joining_reverse"),
    path("visits/<int:pk>/proof/", proof.proof, name="visit_proof"),
    path("leakages/<int:pk>/tell/", reconcile.tell, name="leakage_tell"),
    path("leakages/<int:pk>/propose/", reconcile.propose, name="leakage_propose"),
    path("leakages/<int:pk>/sign/", reconcile.sign, name="leakage_sign"),
    path("changes/<int:pk>/reverse/", reconcile.reverse, name="correction_reverse"),
    path("claims/<int:pk>/", reconcile.claim, name="claim_decide"),
]
