"""What waits for somebody in a history that does not say it: ungraded contacts, missed calls, tries, leads for the leader's review."""

from dcc.models import Store
from leads.models import Lead, Review
from reporting.figures.milestones import TABLES, update_by_parts

SETS = """
  ungraded_since = (
    SELECT MIN(at) FROM (
      SELECT at FROM {call} WHERE lead_id = {lead}.id AND outcome = 'connected' AND annulled_at IS NULL
        AND ({lead}.graded_at IS NULL OR COALESCE(logged_at, at) > {lead}.graded_at)
      UNION ALL SELECT at FROM {visit} WHERE lead_id = {lead}.id AND annulled_at IS NULL AND ({lead}.graded_at IS NULL OR at > {lead}.graded_at)) contacts),
  missed_at = (
    SELECT MIN(at) FROM {call} missed WHERE lead_id = {lead}.id AND outcome = 'missed' AND annulled_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM {call} later WHERE later.lead_id = {lead}.id AND later.outcome <> 'missed' AND later.annulled_at IS NULL
        AND CASE WHEN later.row = '' THEN COALESCE(later.logged_at, later.at) ELSE later.at END >= missed.at)),
  tries = (
    SELECT COUNT(*) FROM {call} tried WHERE tried.lead_id = {lead}.id AND tried.direction = 'out' AND tried.outcome <> 'connected' AND tried.annulled_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM {call} spoken WHERE spoken.lead_id = {lead}.id AND spoken.outcome = 'connected' AND spoken.annulled_at IS NULL
        AND spoken.at >= tried.at)),
  review_since = CASE
    WHEN COALESCE({lead}.phone, '') = '' AND {lead}.phone_until IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM {review} WHERE lead_id = {lead}.id AND annulled_at IS NULL AND at >= {lead}.phone_until) THEN {lead}.phone_until
    WHEN COALESCE({lead}.phone, '') = '' AND {lead}.second_phone = '' AND {lead}.last_call_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM {review} WHERE lead_id = {lead}.id AND annulled_at IS NULL AND at >= {lead}.last_call_at) THEN {lead}.last_call_at
    WHEN {lead}.grade IN ('L', 'F')
    AND NOT EXISTS (SELECT 1 FROM {review} WHERE lead_id = {lead}.id AND annulled_at IS NULL AND at >= {lead}.graded_at) THEN {lead}.graded_at END"""


def stand(store: Store) -> None:
    """Write it on the open leads of a store, after their milestones."""
    update_by_parts(Lead, store, SETS.format(**TABLES, review=Review._meta.db_table), "closed_at IS NULL")
