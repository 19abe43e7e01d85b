"""One customer: page, record, facts, numbers, follow-ups, do-not-call."""
