"""A look-up for long lists: one parameter, however many values, where IN (…) would need one each."""

import json

from django.db.models import CharField, IntegerField, Lookup

from dcc.database.prepared import Given


@CharField.register_lookup
@IntegerField.register_lookup
class AnyOf(Lookup):
    """`phone__any_of=[…]`: an array on PostgreSQL, a JSON list on SQLite."""

    lookup_name = "any_of"

    def get_prep_lookup(self):
        """Keep the list a list, and the place of one in a prepared question that place."""
        return self.rhs if isinstance(self.rhs, Given) else list(self.rhs)

    def as_sql(self, compiler, connection):
        """Return = ANY of an array."""
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*left_params, self.rhs]

    def as_sqlite(self, compiler, connection):
        """Return IN the values of a JSON list."""
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} IN (SELECT value FROM json_each(%s))", [*left_params, self.rhs if isinstance(self.rhs, Given) else json.dumps(self.rhs)]  # noqa: S608 - the name of our own column
