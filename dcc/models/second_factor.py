"""The second factor of a log-in. Belongs to the installation: no ledger has it (docs/rules/trust.md#second-factor)."""

from django.db import models


class SecondFactor(models.Model):
    """An authenticator app of a person: since when, and the last step of time whose six digits were taken, so that none is twice.

    `closed_key` is the key it shares with us, closed by the installation's own (`dcc.installation.closed_texts`).
    """

    user = models.OneToOneField("dcc.User", models.CASCADE, related_name="second_factor")
    closed_key = models.TextField()
    since = models.DateTimeField()
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id} {self.since:%Y-%m-%d}"


class RecoveryCode(models.Model):
    """A code that stands in for the app once. Kept as a digest with the installation's key, never as it was shown."""

    factor = models.ForeignKey(SecondFactor, models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["factor", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.factor_id} {'used' if self.used_at else 'open'}"
