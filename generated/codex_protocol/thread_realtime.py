"""The `thread_realtime` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from ._enums import OpenEnum
from ._models import OpenUnion, UnknownVariant, WireModel
from .thread_methods import ThreadRealtimeItem


class CodexResponseHandoffMode(OpenEnum):
    thinking = "thinking"
    commentary = "commentary"
    bem_tags = "bemTags"


class ConversationTextRole(OpenEnum):
    user = "user"
    developer = "developer"
    assistant = "assistant"


class ExistingCallThreadRealtimeStartTransport(WireModel):
    call_id: str
    """Identifier of a realtime call already created and negotiated by the client."""
    type: Literal["existingCall"]


class RealtimeConversationVersion(OpenEnum):
    v1 = "v1"
    v2 = "v2"
    v3 = "v3"


class RealtimeOutputModality(OpenEnum):
    text = "text"
    audio = "audio"


class RealtimeVoice(OpenEnum):
    alloy = "alloy"
    arbor = "arbor"
    ash = "ash"
    aube = "aube"
    ballad = "ballad"
    breeze = "breeze"
    bubbie = "bubbie"
    cedar = "cedar"
    coral = "coral"
    cove = "cove"
    echo = "echo"
    ember = "ember"
    haetsal = "haetsal"
    hanul = "hanul"
    himari = "himari"
    juniper = "juniper"
    leher = "leher"
    maple = "maple"
    marin = "marin"
    miko = "miko"
    neer = "neer"
    porto = "porto"
    rindo = "rindo"
    rio = "rio"
    rivage = "rivage"
    sage = "sage"
    selva = "selva"
    shimmer = "shimmer"
    sol = "sol"
    sonna = "sonna"
    spruce = "spruce"
    tinta = "tinta"
    vale = "vale"
    verse = "verse"
    viola = "viola"


class RealtimeVoicesList(WireModel):
    default_v1: RealtimeVoice
    default_v2: RealtimeVoice
    v1: list[RealtimeVoice]
    v2: list[RealtimeVoice]
    v3: list[RealtimeVoice] = Field(default_factory=list[RealtimeVoice])


class ThreadRealtimeAudioChunk(WireModel):
    """EXPERIMENTAL - thread realtime audio chunk."""

    data: str
    item_id: str | None = None
    num_channels: int
    sample_rate: int
    samples_per_channel: int | None = None


class ThreadRealtimeAppendAudioParams(WireModel):
    """EXPERIMENTAL - append audio input to thread realtime.

    Experimental.
    """

    audio: ThreadRealtimeAudioChunk
    thread_id: str


class ThreadRealtimeAppendAudioResponse(WireModel):
    """EXPERIMENTAL - response for appending realtime audio input.

    Experimental.
    """


class ThreadRealtimeAppendSpeechParams(WireModel):
    """EXPERIMENTAL - append speakable text to thread realtime.

    Experimental. Since runtime 0.144.4.
    """

    text: str
    thread_id: str


class ThreadRealtimeAppendSpeechResponse(WireModel):
    """EXPERIMENTAL - response for appending realtime speech.

    Experimental.
    """


class ThreadRealtimeAppendTextParams(WireModel):
    """EXPERIMENTAL - append text input to thread realtime.

    Experimental.
    """

    role: ConversationTextRole = ConversationTextRole.user
    """Since runtime 0.144.4."""
    text: str
    thread_id: str


class ThreadRealtimeAppendTextResponse(WireModel):
    """EXPERIMENTAL - response for appending realtime text input.

    Experimental.
    """


class ThreadRealtimeClosedNotification(WireModel):
    """EXPERIMENTAL - emitted when thread realtime transport closes."""

    reason: str | None = None
    thread_id: str


class ThreadRealtimeErrorNotification(WireModel):
    """EXPERIMENTAL - emitted when thread realtime encounters an error."""

    message: str
    thread_id: str


class ThreadRealtimeInitialItem(WireModel):
    """EXPERIMENTAL - role-bearing text item included when a realtime V3 session starts."""

    role: ConversationTextRole
    text: str


class ThreadRealtimeItemAddedNotification(WireModel):
    """EXPERIMENTAL - raw non-audio thread realtime item emitted by the backend."""

    item: Any = None
    thread_id: str


class ThreadRealtimeItemCompletedNotification(WireModel):
    """EXPERIMENTAL - a realtime timeline item published after canonical commit.

    Since runtime 0.153.4.
    """

    item: ThreadRealtimeItem
    thread_id: str


class ThreadRealtimeItemStartedNotification(WireModel):
    """EXPERIMENTAL - a realtime timeline item started before its content streams.

    Since runtime 0.153.4.
    """

    item: ThreadRealtimeItem
    thread_id: str


class ThreadRealtimeItemTranscriptDeltaNotification(WireModel):
    """EXPERIMENTAL - text appended to an active realtime transcript item.

    Since runtime 0.153.4.
    """

    delta: str
    item_id: str
    thread_id: str


class ThreadRealtimeListVoicesParams(WireModel):
    """EXPERIMENTAL - list voices supported by thread realtime.

    Experimental.
    """


class ThreadRealtimeListVoicesResponse(WireModel):
    """EXPERIMENTAL - response for listing supported realtime voices.

    Experimental.
    """

    voices: RealtimeVoicesList


class ThreadRealtimeOutputAudioDeltaNotification(WireModel):
    """EXPERIMENTAL - streamed output audio emitted by thread realtime."""

    audio: ThreadRealtimeAudioChunk
    thread_id: str


class ThreadRealtimeSdpNotification(WireModel):
    """EXPERIMENTAL - emitted with the remote SDP for a WebRTC realtime session."""

    sdp: str
    thread_id: str


class WebrtcThreadRealtimeStartTransport(WireModel):
    sdp: str
    """SDP offer generated by a WebRTC RTCPeerConnection after configuring audio and the realtime
    events data channel.
    """
    type: Literal["webrtc"]


class WebsocketThreadRealtimeStartTransport(WireModel):
    type: Literal["websocket"]


class UnknownThreadRealtimeStartTransport(UnknownVariant):
    """An alternative of `ThreadRealtimeStartTransport` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ThreadRealtimeStartTransport: TypeAlias = Annotated[
    WebsocketThreadRealtimeStartTransport
    | WebrtcThreadRealtimeStartTransport
    | ExistingCallThreadRealtimeStartTransport
    | UnknownThreadRealtimeStartTransport,
    OpenUnion(
        "type",
        {
            "websocket": WebsocketThreadRealtimeStartTransport,
            "webrtc": WebrtcThreadRealtimeStartTransport,
            "existingCall": ExistingCallThreadRealtimeStartTransport,
        },
        UnknownThreadRealtimeStartTransport,
    ),
]
"""EXPERIMENTAL - transport used by thread realtime."""


class ThreadRealtimeStartParams(WireModel):
    """EXPERIMENTAL - start a thread-scoped realtime session.

    Experimental.
    """

    backend_reasoning_status: bool | None = None
    """Relays public reasoning summaries as quiet context for realtime V3 delegations. Defaults to
    false.

    Since runtime 0.157.0.
    """
    client_managed_handoffs: bool | None = None
    """Leaves Codex response handoffs to the client's explicit append calls instead of forwarding them
    automatically. Defaults to false.

    Since runtime 0.144.4.
    """
    codex_response_handoff_channel_prefixes: dict[str, list[str]] | None = None
    """Overrides BEM channel prefixes by `analysis`, `commentary`, or `final`. Omitted channels retain
    their default uppercase bracketed prefixes.

    Since runtime 0.147.0.
    """
    codex_response_handoff_mode: CodexResponseHandoffMode | None = None
    """Selects how automatic Codex responses are routed in Frameless Bidi sessions. Omitted values
    default to `thinking`. Realtime V1 and V2 ignore this setting.

    Since runtime 0.147.0.
    """
    codex_response_item_prefix: str | None = None
    """Optional prefix added to automatic Codex response items when `codexResponsesAsItems` is true.

    Since runtime 0.144.4.
    """
    codex_responses_as_items: bool | None = None
    """Sends automatic Codex responses as realtime conversation items instead of handoff appends.

    Since runtime 0.144.4.
    """
    delegation_ack_filler: bool | None = None
    """Controls whether a realtime V3 delegation produces an acknowledgement filler. Omitted values
    preserve the Realtime API's default behavior.

    Since runtime 0.147.0.
    """
    flush_transcript_tail_on_session_end: bool | None = None
    """Routes any transcript tail remaining at session end through Codex. Defaults to false. TODO:
    Remove this rollout knob once transcript-tail flushing is always enabled.

    Since runtime 0.144.4.
    """
    include_startup_context: bool | None = None
    """Set to false to start without Codex's startup context. Omitted or null includes it.

    Since runtime 0.144.4.
    """
    initial_items: list[ThreadRealtimeInitialItem] | None = None
    """Adds complete role-bearing text items to the initial Frameless Bidi session history. This is
    only supported by realtime V3 and is sent during session startup. Requests are limited to 128
    items and 8,192 estimated text tokens in total.

    Since runtime 0.147.0.
    """
    model: str | None = None
    """Overrides the configured realtime model for this session only.

    Since runtime 0.144.4.
    """
    output_modality: RealtimeOutputModality
    """Selects text or audio output for the realtime session. Transport and voice stay independent so
    clients can choose how they connect separately from what the model emits.
    """
    prompt: str | None = None
    realtime_end_instructions: str | None = None
    """Developer instructions given to the backing Codex model when this realtime session ends.

    Since runtime 0.147.0.
    """
    realtime_session_id: str | None = None
    realtime_start_instructions: str | None = None
    """Developer instructions given to the backing Codex model when this realtime session starts.

    Since runtime 0.147.0.
    """
    thread_id: str
    transport: ThreadRealtimeStartTransport | None = None
    version: RealtimeConversationVersion | None = None
    """Overrides the configured realtime protocol version for this session only.

    Since runtime 0.144.4.
    """
    voice: RealtimeVoice | None = None


class ThreadRealtimeStartResponse(WireModel):
    """EXPERIMENTAL - response for starting thread realtime.

    Experimental.
    """


class ThreadRealtimeStartedNotification(WireModel):
    """EXPERIMENTAL - emitted when thread realtime startup is accepted."""

    realtime_session_id: str | None = None
    thread_id: str
    version: RealtimeConversationVersion


class ThreadRealtimeStopParams(WireModel):
    """EXPERIMENTAL - stop thread realtime.

    Experimental.
    """

    thread_id: str


class ThreadRealtimeStopResponse(WireModel):
    """EXPERIMENTAL - response for stopping thread realtime.

    Experimental.
    """


class ThreadRealtimeTranscriptDeltaNotification(WireModel):
    """EXPERIMENTAL - flat transcript delta emitted whenever realtime transcript text changes."""

    delta: str
    """Live transcript delta from the realtime event."""
    role: str
    thread_id: str


class ThreadRealtimeTranscriptDoneNotification(WireModel):
    """EXPERIMENTAL - final transcript text emitted when realtime completes a transcript part."""

    role: str
    text: str
    """Final complete text for the transcript part."""
    thread_id: str
