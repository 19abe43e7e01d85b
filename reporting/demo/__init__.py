"""The demo's store: files it makes itself, taken in and worked by the verbs the pages call."""
