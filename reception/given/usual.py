"""The period of the page of leads given to the showroom."""

USUAL_DAYS = 180  # back from today
PERIODS = (30, 90, 180, 365)
