"""What a previewed file still asks of whoever imports it: a decider (docs/rules/intake.md#several-files)."""

from collections.abc import Collection, Mapping
from typing import Any

ASKS = frozenset(("columns_of_another", "named_otherwise"))  # remarks that are a question
SAYS_LITTLE = frozenset(("unknown_columns", "no_ids", "rounded_ids"))  # those that are as with every file of the sender


def open_questions(batch: Any) -> int:
    """Return how many things of a file want a decision: words nobody knows, numbers without a column, a channel that may be a slip."""
    chosen = batch.choice or {}
    undecided = [name for kind in ("channel", "model") for name, _count in batch.found.get(kind, ()) if name not in chosen.get(f"{kind}s", {})]
    asks = [remark for remark in batch.remarks if remark["code"] in ASKS]
    return len(undecided) + len(asks) + (not has_numbers(batch.columns)) + belongs_nowhere(batch)


def has_numbers(columns: Collection[Mapping[str, str]]) -> bool:
    """Whether a column holds the numbers of the customers."""
    return any(column["field"] == "phone" for column in columns)


def belongs_nowhere(batch: Any) -> bool:
    """Whether nobody said where the file belongs, and no column of it does."""
    return batch.channel_id is None and not any(column["field"] == "channel" for column in batch.columns)


def is_straight(batch: Any) -> bool:
    """Whether a file is as its sender's files always are: mapped before, nothing asked, nothing to be remarked, rejected for no new reason."""
    told = any(remark["code"] not in SAYS_LITTLE for remark in batch.remarks)
    new_reasons = set(batch.reasons) - set(batch.found.get("usual_reasons", ()))
    told = told or bool(batch.found.get("renamed"))
    return batch.state == "ready" and batch.mapped_at is not None and not told and not new_reasons and not open_questions(batch) and batch.to_write > 0
