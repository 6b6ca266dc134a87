"""The warehouse: one PostgreSQL, its connections and its migrations."""
