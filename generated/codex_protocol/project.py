"""The `project` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from ._enums import OpenEnum
from ._models import WireModel
from .common import AbsolutePathBuf
from .shared import SortDirection


class ProjectRoot(WireModel):
    path: AbsolutePathBuf


class Project(WireModel):
    created_at: int
    id: str
    metadata: dict[str, str]
    name: str
    position: int
    recency_at: int | None = None
    """Newest non-archived member thread's recency, in Unix seconds; null when none exist."""
    roots: list[ProjectRoot]
    updated_at: int


class ProjectChangeType(OpenEnum):
    created = "created"
    updated = "updated"
    deleted = "deleted"


class ProjectChangedNotification(WireModel):
    """Since runtime 0.149.0."""

    change_type: ProjectChangeType
    project_id: str


class ProjectCreateParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    idempotency_key: str
    metadata: dict[str, str] | None = None
    name: str
    roots: list[ProjectRoot]


class ProjectCreateResponse(WireModel):
    """Experimental."""

    project: Project


class ProjectDeleteParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    project_id: str


class ProjectDeleteResponse(WireModel):
    """Experimental."""


class ProjectImportParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    idempotency_key: str
    metadata: dict[str, str] | None = None
    name: str
    roots: list[ProjectRoot]
    threads: list[str] | None = None


class ProjectImportResponse(WireModel):
    """Experimental."""

    project: Project


class ProjectSortKey(OpenEnum):
    position = "position"
    recency_at = "recencyAt"


class ProjectListParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    cursor: str | None = None
    limit: int | None = None
    sort_direction: SortDirection | None = None
    """Requires sortKey. Defaults to asc for position and desc for recencyAt.

    Since runtime 0.153.4.
    """
    sort_key: ProjectSortKey | None = None
    """Defaults to position. Recency sorting always places empty projects last.

    Since runtime 0.153.4.
    """


class ProjectListResponse(WireModel):
    """Experimental."""

    data: list[Project]
    next_cursor: str | None = None


class ProjectMoveParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    before_project_id: str | None = None
    project_id: str


class ProjectMoveResponse(WireModel):
    """Experimental."""


class ProjectReadParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    project_id: str


class ProjectReadResponse(WireModel):
    """Experimental."""

    project: Project


class ProjectUpdateParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    metadata: dict[str, str] | None = None
    name: str | None = None
    project_id: str
    roots: list[ProjectRoot] | None = None


class ProjectUpdateResponse(WireModel):
    """Experimental."""

    project: Project
