"""A look-up by the keys another question names, that uses the index even as one way among others."""

from django.db.models import BigAutoField
from django.db.models.lookups import In


@BigAutoField.register_lookup
class AnyKey(In):
    """`pk__any_key=<question>`: as `in`, but PostgreSQL asks the other question once and looks the keys up; IN as a part of an OR has it read the table."""

    lookup_name = "any_key"

    def as_postgresql(self, compiler, connection):
        """Return = ANY of an array of the keys."""
        left, left_params = self.process_lhs(compiler, connection)
        keys, key_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY(ARRAY{keys})", [*left_params, *key_params]
