"""What a verb says when it will not."""


class Refused(Exception):
    """A verb's refusal: its text is a translated sentence for the person who asked; nothing was changed.

    `about` names the field in which a form asks for what is refused; empty where it is the deed itself.
    """

    def __init__(self, sentence: str = "", *, about: str = "") -> None:
        super().__init__(sentence)
        self.about = about


class Changed(Refused):
    """Somebody else acted meanwhile: what was shown is not what is there. Pages answer it by 409, with both numbers."""
