//! The database schema, the same on SQLite and PostgreSQL.
