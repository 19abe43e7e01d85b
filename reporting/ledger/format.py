"""Every type and key of the ledger: one table, read by reader, writer, docs and tests.

A key is `name:kind` with marks: `!` must stand in the line, `?` may be null, `>field` the model's field where it is called otherwise, `~`
is written only where it says something, and so is `+`: ours, beyond the common format. Kinds: text, name (a text that is not empty), phone, person (what
stands for an erased one's number),
moment, day, month, time, amount, weight, whole, flag, zone, texts, usernames, json; a word list (WORDS); a reference (REFERENCES); `id`
names the line for those below it; `annulled` and `taken_back` say what was taken back (taking_back.py), `tries` how a second look was
called (looking_again.py), `returns` how a group left and came back (coming_back.py). The order of the types is that of
definitions, then of events.
"""

import re
from dataclasses import dataclass

WORDS: dict[str, tuple[str, ...]] = {
    "source": ("web", "ad_call", "transfer", "event", "other"),
    "closed_as": ("delivered", "lost", "invalid", "unreachable", "out_of_area", "showroom", "merged"),
    "direction": ("out", "in"),
    "outcome": ("connected", "no_answer", "rejected", "busy", "off", "out_of_service", "empty_number", "no_signal", "virtual_expired", "missed"),
    "grade": ("H", "A", "L", "F"),
    "status": ("booked", "confirmed", "arrived", "no_show", "cancelled", "moved"),
    "tag": ("dcc", "showroom"),
    "basis": ("transfer", "appointment", "earlier", "named", "settled", "none"),
    "follow_up_kind": ("new", "retry", "callback", "grade", "nurture", "campaign", "after_visit"),
    "review_decision": ("nurture", "reassign", "to_showroom", "close"),
    "settlement": ("back_to_dcc", "stays_showroom"),
    "card_state": ("open", "transferred", "sold", "lost"),
    "delay_decision": ("granted", "rejected"),
    "transfer_decision": ("confirmed", "held", "refused"),
    "proposal_kind": ("lost", "invalid", "unreachable", "out_of_area"),
    "proposal_decision": ("confirmed", "rejected"),
    "request_kind": ("number", "release"),
    "request_decision": ("confirmed", "rejected", "withdrawn", "lapsed"),
    "claim_decision": ("ours", "back"),
    "bad_lead": ("wrong_number", "out_of_service", "not_the_person", "out_of_area", "other_channel"),
    "refund_state": ("claimed", "paid", "refused", "waived"),
    "visit_class": ("first", "first_with_card", "again"),
    "confirmed_how": ("call", "said"),
    "promise_kind": ("price", "gift", "test_car", "time", "other"),
    "given_outcome": ("sold", "lost", "following"),
    "check_end": ("upheld", "wrong", "unreached", "unchecked", "gone"),
    "check_tried": ("reached", "unreached"),
    "card_wrong": ("never_spoke", "another", "invented", "other"),
    "visit_wrong": ("never_came", "another", "tag", "other"),
    "look_outcome": ("again", "bought", "not_buying", "unreached", "back"),
    "number_basis": ("call", "door", "correction", "expired", "dead", "given_back"),
    "card_key": ("budget", "payment", "trade_in", "own_car", "rivals", "decides", "takes_by"),
    "step_kind": ("test_drive", "quote", "talk", "trade_in", "finance"),
    "payment": ("full", "loan"),
    "topic_kind": ("talk", "sales", "event", "between"),
    "topic_state": ("open", "agreed", "done", "dropped"),
    "topic_step": ("raised", "agreed", "noted", "changed", "done", "dropped"),
    "word_kind": ("call_outcome", "lost_reason", "invalid_reason", "level", "car_model", "visit_purpose", "shift", "cancel_reason"),
    "leave": ("annual", "sick", "personal", "in_lieu", "other"),
    "act": ("returning", "named", "even", "leader"),
    "closing_kind": ("day", "month", "rewards", "appraisal"),
    "appraisal_table": ("own", "maker"),
    "reward_kind": ("tier", "factor", "goal", "all_goals", "model", "transfer", "deduction"),
    "objection_decision": ("changed", "kept", "withdrawn"),
    "role": ("data_manager", "agent", "leader", "reception", "front_desk", "marketing", "director", "manager", "hq"),
}
REFERENCES = ("store", "user", "lead", "appointment", "visit", "showroom_card", "channel", "campaign", "inquiry", "topic", "check_draw", "order")

TABLE = """
store          code:name! name:text! timezone:zone
word           store:store! kind:word_kind! name:name! +meaning:text +detail:json +position:whole +parent:name? +retired_at:moment?
user           username:name! name:text! store:store!? ~stores:stores roles:roles! left_at:moment? +language:text +theme:text +single_keys:flag
channel        store:store! name:name! source:source! +first_response_minutes:whole? +virtual_days:whole +price:amount? +retired_at:moment? +aliases:texts
setting        store:store! name:text! value:json! from:moment!>valid_from +by:user?
rule           store:store! from:moment!>valid_from position:whole! conditions:json act:act! users:usernames +by:user?
share          user:user! weight:weight! cap:whole? from:moment!>valid_from +by:user?
channel_price  store:store! channel:channel! month:month! price:amount!?
channel_cost   store:store! channel:channel! month:month! amount:amount!
campaign       id:id! store:store! name:text! from:day!>first_day to:day!>last_day budget:amount! +spent:amount? +place:text +offer:text \
               +words:text +agreed:text +aim_visits:whole? +aim_orders:whole? +by:user? +at:moment?
target         store:store! month:month! measure:text! user:user? value:whole!
reward_rate    store:store! measure:text! role:role! amount:amount! from:day!>first_day to:day?>last_day
reward_rule    store:store! kind:reward_kind! role:role! measure:text condition:json amount:amount! from:day!>first_day to:day?>last_day
appraisal_rule store:store! role:role! table:appraisal_table! from:day!>first_day measures:json floor:whole! cap:whole! by:user? at:moment!
showroom_card  id:id! store:store! phone:phone!? ~person:person? name:text? model:text? consultant:text? card_date:day! last_contact_at:moment? \
               state:card_state! ~tried:text? ~promised:text? +closed_at:moment? +entered_at:moment? +by:user?
delay_request  card:showroom_card! by:user? at:moment! days:whole! reason:text! decided_at:moment? decided_by:user? decision:delay_decision? answer:text? \
               ~annulled:annulled?
do_not_call    store:store! phone:phone! at:moment! by:user? kind:text source:text until:moment? lifted_at:moment? +lifted_by:user? ~annulled:annulled?
closing        store:store! kind:closing_kind period:text! number:whole! by:user? at:moment! figures:json hash:text ~reason:text
opening        store:store! month:month! at:moment! figures:json
day_signing    store:store! day:day! at:moment! by:user? figures:json
remark         store:store! day:day! at:moment! by:user? text:text! addition:flag>is_addition sent_at:moment?
absence        user:user! day:day! +stand_in:user? +by:user
shift          user:user! day:day! word:text from:time?>starts to:time?>ends leave:leave? stand_in:user? made_up:flag by:user? +ended_at:moment?
lead           id:id! store:store! phone:phone!? ~person:person? name:text? model:text? opened_at:moment? closed_at:moment? closed_as:closed_as? reason:text? \
               ~released_at:moment? ~merged_into:lead? +phone_until:moment? +second_phone:phone +gender:text +city:text +level:text +respond_by:moment? \
               +ungraded_since:moment? +review_since:moment? +missed_at:moment? +unreached_at:moment? +tries:whole +idle_since:moment? +late_told_at:moment? \
               ~annulled:annulled?
inquiry        +id:id lead:lead! channel:channel! received_at:moment! ~external_id:text entered_at:moment ~issued_at:moment? ~deadline:moment? ~day_only:flag \
               ~extra:json ~campaign:campaign? ~merged_from:lead? +phone:phone +phone_until:moment? +name:text +model:text +remark:text \
               +levels:text +repeat_key:text +by:user? \
               ~annulled:annulled?
allocation     lead:lead! agent:user!? by:user? at:moment! +reason:text ~line:whole? ~annulled:annulled?
call           lead:lead! agent:user? at:moment! direction:direction! outcome:outcome! seconds:whole note:text outcome_name:text ~merged_from:lead? \
               ~logged_at:moment? +waited_seconds:whole? +respond_by:moment? +level:text +checks:json +phone:phone +real_number:phone \
               +told_of_recording:flag +row:text +row_channel:channel? +row_key:text ~annulled:annulled?
number         lead:lead! at:moment! from:phone!?>from_number to:phone!?>to_number by:user? basis:number_basis! ~annulled:annulled?
card           lead:lead! agent:user? at:moment! ~merged_from:lead? ~annulled:annulled?
grading        lead:lead! grade:grade!? by:user? at:moment! +note:text ~undoes:moment? ~undone_at:moment?
appointment    id:id! lead:lead! agent:user? at:moment! scheduled_for:moment! status:status! replaces:appointment? reception:user? \
               cancelled_at:moment? ~campaign:campaign? ~merged_from:lead? ~moved_by:user? ~confirmed_at:moment? +ended_at:moment? ~ended_as:text \
               +cancel_reason:text +note:text ~annulled:annulled?
confirmation   appointment:appointment! by:user? at:moment! how:confirmed_how! ~annulled:annulled?
forecast       appointment:appointment! day:day! over:whole! under:whole! at:moment!
promise        appointment:appointment! by:user? at:moment! kind:promise_kind! text:name! kept_at:moment? broken_at:moment? broken_why:text? \
               +ticked_by:user? ~annulled:annulled?
visit          id:id! store:store! lead:lead!? appointment:appointment?>first_appointment at:moment! tag:tag!>first_tag basis:basis!>first_basis \
               agent:user?>first_agent reception:user?>first_reception purpose:text named_user:user? override_reason:text? phone:phone? ~person:person? \
               identified_at:moment? ~campaign:campaign? ~merged_from:lead? +left_at:moment? +name:text>first_name +visit_class:visit_class +heads:whole \
               +companion:text +test_drive:flag +quoted:flag +quote:amount? +wechat:flag +model:text +consultant:text +by:user? +taken_at:moment? \
               +called:user? +proposed_tag:tag? +proposed_basis:basis? +registered_at:moment? +sent_at:moment? ~returned:returns \
               +late_reason:text +alarmed_at:moment? +identified_name:text>name ~annulled:annulled?
step           visit:visit! kind:step_kind! at:moment! by:user? +logged_at:moment? +what:text +minutes:whole? +mileage:amount? +amount:amount? \
               +total:amount? +wanted:amount? +stood:flag +former:amount? ~annulled:annulled?
order          id:id! lead:lead! at:moment! delivered_at:moment? cancelled_at:moment? agent:user? reception:user? ~merged_from:lead? +number:text \
               +expected_on:day? +amount:amount? +payment:payment? +trade_in:flag? +cancel_reason:text +model:text +by:user? \
               +logged_at:moment? +delivery_logged_at:moment? +cancellation_logged_at:moment? \
               +stated_reason:text +delivery_reason:text +delivered_by:user? +cancelled_by:user? +entered_at:moment? \
               +visit:visit? +card:showroom_card? \
               ~taken_back:taken_back ~annulled:annulled?
deal_tick      order:order! by:user? at:moment! granted:flag! reason:text?
follow_up      lead:lead! agent:user? kind:follow_up_kind! created_at:moment! due_at:moment! done_at:moment? ~campaign:campaign? +ended_as:text \
               ~merged_from:lead? +note:text ~annulled:annulled?
refund         inquiry:inquiry! reason:bad_lead! state:refund_state! at:moment! by:user? amount:amount? answer:text? answered_at:moment? answered_by:user? \
               ~annulled:annulled?
review         lead:lead! by:user? at:moment! decision:review_decision! until:moment? agent:user? reason:text? +consultant:text ~annulled:annulled?
tag_change     visit:visit! at:moment! by:user? from:tag!>from_tag to:tag!>to_tag basis:basis! agent:user? reception:user? appointment:appointment? \
               reason:text? +kind:text +name:text +named_user:user? +phone_from:phone ~annulled:annulled?
leakage        visit:visit! lead:lead! at:moment! settled_at:moment? outcome:settlement? proposed_by:user? by:user? reason:text? +told_at:moment? \
               +told_by:user? +proposed_outcome:settlement? +proposed_reason:text +proposed_at:moment? ~annulled:annulled?
transfer       +id:id card:showroom_card! lead:lead? listed_at:moment! decided_at:moment? decision:transfer_decision? by:user? until:moment? \
               reason:text? ~kept_at:moment? ~broken_at:moment? ~broken_why:text? ~ticked_by:user? ~annulled:annulled?
claim          lead:lead! card:showroom_card! at:moment! decided_at:moment? decision:claim_decision? by:user?
handover       lead:lead! reception:user!? by:user? at:moment! ~annulled:annulled?
proposal       lead:lead! kind:proposal_kind! by:user? at:moment! reason:text? +detail:text competitor:text? +why:text +province:text +city:text \
               +passed_to:text decided_at:moment? decided_by:user? decision:proposal_decision? ~ended_as:text ~merged_from:lead? +answer:text \
               ~annulled:annulled?
request        lead:lead! kind:request_kind! by:user? at:moment! reason:text? number:phone? second:phone? decided_at:moment? decided_by:user? \
               decision:request_decision? answer:text?
card_fact      lead:lead! by:user? at:moment! key:card_key! before:text? after:text? ~merged_from:lead? ~annulled:annulled?
card_check     lead:lead! by:user? at:moment! upheld:flag! ~kind:card_wrong? reason:text? +answer:text +answered_at:moment? \
               ~merged_from:lead? ~annulled:annulled?
given_outcome  lead:lead! by:user? at:moment! outcome:given_outcome! day:day! contract:text? reason:text? card:showroom_card? ~annulled:annulled?
check_draw     id:id! day:day! at:moment! lead:lead? visit:visit? user:user? ended_at:moment? ended_as:check_end? ~merged_from:lead?
check_try      draw:check_draw! by:user? at:moment! ended_at:moment? outcome:check_tried? ~annulled:annulled?
visit_check    visit:visit! by:user? at:moment! upheld:flag! kind:visit_wrong? reason:text? +answer:text +answered_at:moment? \
               ~annulled:annulled?
told_apart     lead:lead! other:lead! by:user? at:moment!
no_relation    visit:visit! lead:lead! by:user? at:moment!
second_look    lead:lead! agent:user! at:moment! tries:tries ended_at:moment? outcome:look_outcome? new_lead:lead? +note:text +model:text
topic          id:id! store:store! kind:topic_kind! title:name! text:text? proposal:text! aim:text? by:user? at:moment! lead:lead? campaign:campaign? \
               figure:text? figure_then:text? state:topic_state! owner:user? due_on:day? ended_at:moment? outcome:text?
topic_step     topic:topic! kind:topic_step! by:user? at:moment! owner:user? due_on:day? words:text?
trial          store:store! from:day!>first_day to:day!>last_day at:moment! by:user? values:json! result:json!
statement      store:store! month:month! role:role! user:user! number:whole! at:moment! total:amount! steps:json corrections:json
objection      store:store! month:month! role:role! user:user! measure:text! lead:lead! visit:visit? order:order? appointment:appointment? \
               counts:flag! text:text! at:moment! decision:objection_decision? answer:text? answered_at:moment? answered_by:user?
audit          store:store! at:moment! by:user? action:text! object:text? detail:json
"""


@dataclass(frozen=True)
class Key:
    """One key of one type."""

    name: str
    kind: str
    field: str  # of the model; a reference without its _id
    required: bool
    nullable: bool
    ours: bool
    brief: bool  # written only where it says something

    @property
    def column(self) -> str:
        """The attribute of the model that holds it."""
        return f"{self.field}_id" if self.kind in REFERENCES else self.field


_KEY = re.compile(r"(?P<mark>[+~])?(?P<name>\w+):(?P<kind>\w+)(?P<required>!)?(?P<nullable>\?)?(?:>(?P<field>\w+))?")


def parse(table: str) -> dict[str, dict[str, Key]]:
    """Return {type: {key: Key}} in the order of the table. Raises ValueError for a line that cannot be read."""
    types = {}
    for line in table.replace("\\\n", " ").strip().splitlines():
        name, *cells = line.split()
        types[name] = {key.name: key for key in map(_key, cells)}
    return types


def _key(cell: str) -> Key:
    found = _KEY.fullmatch(cell)
    if not found:
        raise ValueError(f"the ledger's table is wrong at {cell}")
    must, may_be_null = bool(found["required"]), bool(found["nullable"])
    return Key(found["name"], found["kind"], found["field"] or found["name"], must, may_be_null, found["mark"] == "+", bool(found["mark"]))


TYPES = parse(TABLE)
