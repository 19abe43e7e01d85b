"""Numbers a platform says nobody may call are written onto the do-not-call list, and one that stands there by mistake is lifted by its entry."""

from leads.barred.rules.listing_numbers import lift_entry, list_numbers
from leads.models import DoNotCall, Lead
from reporting.simulation import invented
from reporting.simulation.play import Play

SOURCE = "平台转来：客户要求不再联系"


def keep_the_list(play: Play) -> None:
    """Write down whom a platform names, now and then, and lift whoever was named by mistake: nobody of them is a customer."""
    who, leader, stream = play.anyone("data_manager"), play.anyone("leader"), play.streams["barred"]
    if who is not None and play.by_turns("numbers of a platform barred", 0.06):
        numbers = [invented.phone(stream) for _number in range(stream.randint(2, 6))]
        play.do(list_numbers, play.store, numbers, source=SOURCE, until=None, by=who)
        return
    customers = Lead.objects.filter(store=play.store, phone__isnull=False).values("phone")
    entry = DoNotCall.objects.filter(store=play.store).holding(play.now).exclude(phone__in=customers).select_related("store").order_by("at", "id").first()
    if leader is not None and entry is not None and play.by_turns("barred by mistake", 0.03):
        play.do(lift_entry, entry, by=leader)
