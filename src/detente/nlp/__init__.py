"""Text without a model: sentences, dates, places; and the windows that the encoder reads."""
