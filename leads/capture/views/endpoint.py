"""POST /api/v1/inquiries: leads that a program brings (docs/rules/intake.md#capture-endpoint)."""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import HttpBearer

from leads.capture.rules.capturing import capture
from leads.capture.rules.tokens import PER_MINUTE, take_turn, token_of
from leads.capture.schema import Answers, Payload, Problem
from leads.models import CaptureToken


class TooMany(Exception):
    """A token was used more often than it may be in a minute; `wait` in seconds."""

    def __init__(self, wait: int) -> None:
        self.wait = wait


class Token(HttpBearer):
    """`Authorization: Bearer <token>`: one in force, and no oftener than it may."""

    def authenticate(self, request: HttpRequest, token: str) -> CaptureToken | None:
        """Return the token of this secret; none is answered with 401. In the clear none is looked at, and nothing is led on to https."""
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            raise InTheClear
        found, now = token_of(token), timezone.now()
        if found is not None and (wait := take_turn(found, now=now)):
            raise TooMany(wait)
        return found


class InTheClear(Exception):
    """A program sent its token without https: whoever listens has it now."""


class JsonOnly(Parser):
    """Reads JSON that says it is JSON."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what the body says. HttpError 415 for another kind of body, 422 for none that can be read."""
        if request.content_type != "application/json":
            raise HttpError(415, _("Send JSON, with Content-Type: application/json."))
        try:
            return json.loads(request.body)
        except (ValueError, RecursionError) as error:
            raise HttpError(422, _("The body is no JSON.")) from error


api = NinjaAPI(
    title="DCC",
    version="1",
    description="Inquiries of a website or a portal, pushed as they come.",
    docs_url=None,
    openapi_url=None,
    parser=JsonOnly(),
)
REFUSALS = {401: Problem, 403: Problem, 413: Problem, 415: Problem, 422: Problem, 429: Problem}


@api.post("inquiries", auth=Token(), response={200: Answers, **REFUSALS}, summary="Bring one inquiry, or up to 500", url_name="capture")
def inquiries(request: HttpRequest, payload: Payload):
    """All of them are taken or, where anything fails, none; sent once more they are answered as repeated."""
    sent = payload if isinstance(payload, list) else [payload]
    judged = capture(request.auth, [item.model_dump(exclude_unset=True) for item in sent], now=timezone.now())  # type: ignore[attr-defined]
    return {"items": [{"outcome": outcome, "reason": reason} for outcome, reason in judged]}


@api.exception_handler(TooMany)
def too_many(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    """Say when the next minute begins."""
    said = _("At most %(count)d requests a minute.") % {"count": PER_MINUTE}
    response = api.create_response(request, {"detail": said}, status=429)
    response["Retry-After"] = str(refusal.wait)
    return response


@api.exception_handler(InTheClear)
def in_the_clear(request: HttpRequest, _refusal: InTheClear) -> HttpResponse:
    """Say that the token is known now and by what to send the next one."""
    return api.create_response(request, {"detail": _("Send it by https, with a new token: this one was sent in the clear.")}, status=403)


@api.exception_handler(HttpError)
def unread(request: HttpRequest, refusal: HttpError) -> HttpResponse:
    """Say what the reading of the body said: it comes wrapped into a general refusal."""
    said = refusal.__cause__ if isinstance(refusal.__cause__, HttpError) else refusal
    return api.create_response(request, {"detail": str(said)}, status=said.status_code)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, _refusal: AuthenticationError) -> HttpResponse:
    """Nobody is told whether a token never was, was revoked, or stands for a retired channel."""
    response = api.create_response(request, {"detail": _("No token, or one that opens nothing.")}, status=401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    """Say where, and never what was sent: it may be a number."""
    where = "; ".join(sorted({f"{'.'.join(map(str, error['loc'][2:])) or 'body'}: {error['msg']}" for error in refusal.errors})[:5])
    return api.create_response(request, {"detail": where}, status=422)


@login_not_required
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """What may be sent and what is answered, as OpenAPI: whoever sets a website up reads it before they have a token."""
    return JsonResponse(api.get_openapi_schema(path_prefix="/api/v1/"))


def _view() -> Callable[..., Any]:
    """The endpoint without what else the library would open beside it: its token is its log-in."""
    view = next(pattern.callback for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name == "capture")
    return login_not_required(view)


capture_view = _view()
