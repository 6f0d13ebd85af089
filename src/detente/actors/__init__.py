"""Who is who: finds the actors that a report mentions, and says whom they stand for on the report's date."""
