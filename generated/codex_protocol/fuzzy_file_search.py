"""The `fuzzy_file_search` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated

from pydantic import Field

from ._enums import OpenEnum
from ._models import WireModel


class FuzzyFileSearchMatchType(OpenEnum):
    file = "file"
    directory = "directory"


class FuzzyFileSearchParams(WireModel):
    cancellation_token: str | None = None
    query: str
    roots: list[str]


class FuzzyFileSearchResult(WireModel):
    """Superset of [`codex_file_search::FileMatch`]"""

    file_name: Annotated[str, Field(alias="file_name")]
    indices: list[int] | None = None
    match_type: Annotated[FuzzyFileSearchMatchType, Field(alias="match_type")]
    path: str
    root_: str
    score: int


class FuzzyFileSearchResponse(WireModel):
    files: list[FuzzyFileSearchResult]


class FuzzyFileSearchSessionCompletedNotification(WireModel):
    session_id: str


class FuzzyFileSearchSessionStartParams(WireModel):
    """Experimental."""

    roots: list[str]
    session_id: str


class FuzzyFileSearchSessionStartResponse(WireModel):
    """Experimental."""


class FuzzyFileSearchSessionStopParams(WireModel):
    """Experimental."""

    session_id: str


class FuzzyFileSearchSessionStopResponse(WireModel):
    """Experimental."""


class FuzzyFileSearchSessionUpdateParams(WireModel):
    """Experimental."""

    query: str
    session_id: str


class FuzzyFileSearchSessionUpdateResponse(WireModel):
    """Experimental."""


class FuzzyFileSearchSessionUpdatedNotification(WireModel):
    files: list[FuzzyFileSearchResult]
    query: str
    session_id: str
