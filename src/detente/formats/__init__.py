"""File formats in which records come and go."""
