"""What a verb says when it will not."""


class Refused(Exception):
    """A verb's refusal: its text is a translated sentence for the person who asked; nothing was changed."""
