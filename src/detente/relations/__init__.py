"""From events to the state of a relationship: pure functions over the records of a `Dossier`, and the brief made of them."""
