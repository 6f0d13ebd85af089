"""From hand codings to a shipped model. Needs the extra `train`; the worksheets and the corpus do not."""
