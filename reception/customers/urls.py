"""Addresses of reception/customers."""

from django.urls import path

from reception.customers.views import customer, mine, promises, stepping

urlpatterns = [
    path("visits/<int:pk>/take/", mine.take, name="visit_take"),
    path("visits/<int:pk>/seen/", customer.seen, name="visit_seen"),
    path("mine/", mine.mine, name="mine"),
    path("mine/month/", mine.month, name="mine_month"),
    path("mine/rows/<slug:what>/", mine.rows, name="mine_rows"),
    path("arrivals/", mine.arrivals, name="mine_arrivals"),
    path("mine/<int:pk>/", customer.customer, name="customer"),
    path("mine/<int:pk>/note/", customer.note, name="customer_note"),
    path("mine/<int:pk>/invite/", customer.invite, name="customer_invite"),
    path("mine/<int:pk>/order/", customer.order, name="customer_order"),
    path("mine/<int:pk>/lost/", customer.lost, name="customer_lost"),
    path("promises/<int:pk>/keep/", promises.keep, name="promise_keep"),
    path("promises/<int:pk>/break/", promises.broken, name="promise_break"),
    path("promises/<int:pk>/untick/", promises.unticked, name="promise_untick"),
    path("promises/card/<int:pk>/keep/", promises.keep, {"made": promises.CARDS}, name="card_promise_keep"),
    path("promises/card/<int:pk>/break/", promises.broken, {"made": promises.CARDS}, name="card_promise_break"),
    path("promises/card/<int:pk>/untick/", promises.unticked, {"made": promises.CARDS}, name="card_promise_untick"),
    path("visits/<int:pk>/step/", stepping.take, name="step_take"),
    path("visits/<int:pk>/see-off/", stepping.gone, name="visit_see_off"),
    path("visits/<int:pk>/still-here/", stepping.still_here, name="visit_still_here"),
    path("steps/<int:pk>/annul/", stepping.annul, name="step_annul"),
    path("orders/<int:pk>/signed/", customer.signed, name="order_signed"),
    path("orders/<int:pk>/change/", customer.change, name="order_change"),
    path("orders/<int:pk>/cancel/", customer.cancel, name="order_cancel"),
    path("orders/<int:pk>/deliver/", customer.deliver, name="order_deliver"),
]
