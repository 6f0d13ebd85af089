"""Every exception that Detente raises.

DetenteError
├── InputError            a report, file or option that cannot be used; names it and the next step
│   ├── ReportError       one report cannot be read (empty, binary, cut off, too large, broken markup)
│   ├── RecordError       a record breaks the codebook (unknown type, quote not verbatim, ...)
│   ├── WorksheetError    a hand coding cannot be compiled; names report, line and value
│   └── UnknownActorError a country or organisation that no lexicon lists
├── WorkspaceError        a folder that is no workspace, or one that cannot be written
│   └── LedgerError       the database is damaged, locked or of another version
└── ModelError            the shipped model is missing, altered or does not fit this version
└── CoderError        a coder cannot be built or did not answer
"""


class DetenteError(Exception):
    """Base of all errors below; `str()` is one sentence for the user."""


class InputError(DetenteError):
    """Something the user gave cannot be used."""


class ReportError(InputError):
    """One report cannot be read; the others go on."""


class RecordError(InputError):
    """A record breaks the codebook."""


class WorksheetError(InputError):
    """A hand coding cannot be compiled."""


class UnknownActorError(InputError):
    """No country or organisation goes by that name."""


class WorkspaceError(DetenteError):
    """A workspace folder cannot be opened or written."""


class LedgerError(WorkspaceError):
    """The ledger is damaged, locked or of another version."""


class ModelError(DetenteError):
    """The shipped model cannot be used."""


class CoderError(ModelError):
    """A coder cannot be built, or did not answer."""
