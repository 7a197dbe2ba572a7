"""The names of spans, attributes and metrics.

Those of OpenTelemetry are copied, as its documentation recommends for names that are not stable yet: a later release of
`opentelemetry-semantic-conventions` may remove them from its private modules. A test compares the copies.
"""

from __future__ import annotations

SCHEMA_URL = "https://opentelemetry.io/schemas/1.44.0"
"""Version of the semantic conventions."""

# Semantic conventions: generative AI

AGENT_NAME = "gen_ai.agent.name"
AGENT_VERSION = "gen_ai.agent.version"
CONVERSATION_ID = "gen_ai.conversation.id"
INPUT_MESSAGES = "gen_ai.input.messages"
OPERATION_NAME = "gen_ai.operation.name"
OUTPUT_MESSAGES = "gen_ai.output.messages"
OUTPUT_TYPE = "gen_ai.output.type"
PROVIDER_NAME = "gen_ai.provider.name"
REQUEST_MODEL = "gen_ai.request.model"
SYSTEM_INSTRUCTIONS = "gen_ai.system_instructions"
TOKEN_TYPE = "gen_ai.token.type"
TOOL_CALL_ARGUMENTS = "gen_ai.tool.call.arguments"
TOOL_CALL_ID = "gen_ai.tool.call.id"
TOOL_CALL_RESULT = "gen_ai.tool.call.result"
TOOL_NAME = "gen_ai.tool.name"
TOOL_TYPE = "gen_ai.tool.type"
USAGE_CACHE_CREATION_INPUT_TOKENS = "gen_ai.usage.cache_creation.input_tokens"
USAGE_CACHE_READ_INPUT_TOKENS = "gen_ai.usage.cache_read.input_tokens"
USAGE_INPUT_TOKENS = "gen_ai.usage.input_tokens"
USAGE_OUTPUT_TOKENS = "gen_ai.usage.output_tokens"
USAGE_REASONING_OUTPUT_TOKENS = "gen_ai.usage.reasoning.output_tokens"

CHAT = "chat"
EXECUTE_TOOL = "execute_tool"
INVOKE_AGENT = "invoke_agent"

# Semantic conventions: remote procedure calls, errors, processes, servers

ERROR_TYPE = "error.type"
JSONRPC_REQUEST_ID = "jsonrpc.request.id"
PROCESS_EXIT_CODE = "process.exit.code"
PROCESS_PID = "process.pid"
RPC_METHOD = "rpc.method"
RPC_RESPONSE_STATUS_CODE = "rpc.response.status_code"
RPC_SYSTEM_NAME = "rpc.system.name"
SERVER_ADDRESS = "server.address"
SERVER_PORT = "server.port"

JSONRPC = "jsonrpc"

# Names of this package

AGENT = "codex"
"""Name of the agent of a turn that belongs to no sub-agent."""

CLIENT_SPAN = "openai_codex.client"
CLIENT_VERSION = "openai_codex.client.version"
DECIDER = "openai_codex.approval.decider"
DECISION = "openai_codex.approval.decision"
JOINED = "openai_codex.turn.joined"
RULE = "openai_codex.approval.rule"
TURN_ID = "openai_codex.turn.id"
TURN_STATUS = "openai_codex.turn.status"

# Metrics

OPERATION_DURATION = "gen_ai.client.operation.duration"
TOKEN_USAGE = "gen_ai.client.token.usage"
RPC_CLIENT_DURATION = "rpc.client.call.duration"
RPC_SERVER_DURATION = "rpc.server.call.duration"
ERRORS = "openai_codex.errors"

OPERATION_BUCKETS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
"""Bucket boundaries of the durations of operations, in seconds, as the conventions define them."""

TOKEN_BUCKETS = (1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864)
"""Bucket boundaries of token counts, as the conventions define them."""

RPC_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
"""Bucket boundaries of the durations of requests, in seconds, as the conventions define them."""
