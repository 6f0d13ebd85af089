"""What can be recorded: PLOVER's vocabulary, its scores, and the codes of countries and organisations."""
