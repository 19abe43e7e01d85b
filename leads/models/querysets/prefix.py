"""A look-up that begins with a text and uses the index on both databases."""

from django.db.models import CharField, Lookup


@CharField.register_lookup
class Prefix(Lookup):
    """`name__prefix="王"`: case matters. PostgreSQL answers LIKE 'x%' by its pattern index, SQLite a half-open range by any."""

    lookup_name = "prefix"

    def as_sql(self, compiler, connection):
        """Return the LIKE of PostgreSQL; % and _ in the text stand for themselves."""
        left, left_params = self.process_lhs(compiler, connection)
        pattern = self.rhs.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        return f"{left} LIKE %s", [*left_params, pattern]

    def as_sqlite(self, compiler, connection):
        """Return the range [text, text + the highest character)."""
        left, left_params = self.process_lhs(compiler, connection)
        return f"({left} >= %s AND {left} < %s)", [*left_params, self.rhs, *left_params, self.rhs + "\U0010ffff"]
