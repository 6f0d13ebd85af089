"""The ledger: one SQLite file that keeps what was read, what was coded and what people corrected. It appends."""
