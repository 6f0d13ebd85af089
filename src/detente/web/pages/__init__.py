"""One module for each page: a frozen dataclass with documented fields, and the function that fills it from a workspace."""
