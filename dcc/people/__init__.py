"""Who works in a store: roles, rights, absences, and one's own page."""
