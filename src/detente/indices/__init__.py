"""How a relationship moves: its monthly score, the word for its state, its turning points."""
