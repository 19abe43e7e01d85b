"""What the capture endpoint takes and answers: what reads a request, and what programs are told as OpenAPI (docs/rules/intake.md#capture-endpoint)."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

MOST_ITEMS = 500
Text = Annotated[str, Field(max_length=4_000)]
TextOrNumber = Annotated[Text | int | None, Field(union_mode="left_to_right")]


class InquiryIn(BaseModel):
    """One person who asked. Only `phone` is needed; names nobody knows are kept beside the inquiry as they were sent."""

    model_config = ConfigDict(extra="allow")

    phone: TextOrNumber = Field(None, description="mobile, landline with area code, or a privacy number with its extension")
    name: Text | None = None
    model: Text | None = Field(None, description="the car the person is interested in")
    received_at: TextOrNumber = Field(None, description="when they asked: ISO 8601, or seconds since 1970; without it, now")
    external_id: TextOrNumber = Field(None, description="the sender's own id: the same one with the same phone is taken once")
    second_phone: TextOrNumber = None
    city: Text | None = None
    gender: TextOrNumber = None
    campaign: Text | None = None
    remark: Text | None = None
    issued_at: TextOrNumber = None
    deadline: TextOrNumber = Field(None, description="until when the person is to be called")
    phone_until: TextOrNumber = Field(
        None, description="until when a privacy number holds: ISO 8601, a day, or seconds since 1970; without it, the channel's own days"
    )
    channel: Text | None = Field(None, description="the token's own channel, by name or a further name; any other is rejected")


class Answered(Schema):
    """What became of one item. `reason` says why it was rejected, else it is empty."""

    outcome: Literal["created", "merged", "repeated", "rejected"]
    reason: str


class Answers(Schema):
    """One answer for each item, in the order they were sent."""

    items: list[Answered]


class Problem(Schema):
    """Why nothing was taken."""

    detail: str


Payload = InquiryIn | Annotated[list[InquiryIn], Field(min_length=1, max_length=MOST_ITEMS)]
