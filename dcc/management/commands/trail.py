"""`manage.py trail --verify`: whether the trail is what was written."""

from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dcc.trail import trail_seals
from dcc.trail.rules.sealing import seal_trail

SIGNS = 64  # of a sha256


def known_seal(text: str) -> tuple[str, tuple[int, str]]:
    """Return store, number and hash of `S1:1200:9f86…`. Raises ArgumentTypeError, which the command line shows, for anything else."""
    store, number, seal = [*text.split(":"), "", ""][:3]
    if not number.isdecimal() or len(seal) != SIGNS:
        raise ArgumentTypeError(f"a seal is written STORE:NUMBER:HASH, not {text!r}")
    return store, (int(number), seal)


class Command(BaseCommand):
    """Seals what stands open; prints the last seal of each store, or with --verify what its chain is worth."""

    help = "Seal the trail and print each store's last seal: manage.py trail [--verify [--known S1:1200:HASH]]"

    def add_arguments(self, parser) -> None:
        """Take whether to verify, and which seals were noted elsewhere."""
        parser.add_argument("--verify", action="store_true", help="recount every seal; exit 1 where an entry is altered, missing or cut off")
        parser.add_argument("--known", action="append", type=known_seal, default=[], metavar="STORE:NUMBER:HASH", help="a seal noted elsewhere")

    def handle(self, *, verify: bool, known: list, **options) -> None:
        """Say how many were sealed now, then a line for each chain."""
        self.stdout.write(f"sealed now: {seal_trail(now=timezone.now(), whole=True)}")
        if not verify:
            for code, (number, seal) in trail_seals.last_seals().items():
                self.stdout.write(f"{code or '-'}: {number} {seal}")
            return
        found = trail_seals.verify(dict(known))
        for chain in found:
            self.stdout.write(f"{chain.store or '-'}: {chain.number} entries, {chain.hash or 'no seal'}, {self._worth(chain)}")
        if any(chain.why for chain in found):
            raise CommandError("the trail is not what was sealed")

    def _worth(self, chain: trail_seals.Verified) -> str:
        if not chain.why:
            return "unbroken"
        entry = f" (entry {chain.entry})" if chain.entry else ""
        return f"BROKEN: number {chain.broken_at}{entry} is {chain.why}"
