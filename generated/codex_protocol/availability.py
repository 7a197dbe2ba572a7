"""Availability of methods and top-level params in published runtimes. Generated; do not edit.

Methods and fields that every runtime in `VERSIONS` has are not listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FIELDS", "METHODS", "VERSIONS"]

VERSIONS: tuple[str, ...] = (
    "0.133.0",
    "0.134.0",
    "0.136.0",
    "0.144.4",
    "0.147.0",
    "0.149.0",
    "0.153.4",
    "0.154.0",
    "0.155.1",
    "0.156.0",
    "0.156.1",
    "0.157.0",
    "0.157.1",
    "0.158.0",
    "0.159.0",
    "0.159.1",
    "0.159.2",
    "0.159.3",
    "0.160.0",
    "0.160.1",
    "0.161.0",
    "0.162.0",
    "0.162.1",
    "0.163.0",
)
"""The recorded runtimes, oldest first."""

METHODS: Mapping[str, tuple[int, int]] = {
    "account/bedrock/checkGovCloudRequirements": (20, 23),
    "account/bedrock/discover": (5, 23),
    "account/bedrock/setup": (5, 23),
    "account/gatewayOAuth/cancel": (11, 23),
    "account/gatewayOAuth/login": (11, 23),
    "account/gatewayOAuth/read": (11, 23),
    "account/rateLimitResetCredit/consume": (3, 23),
    "account/usage/read": (3, 23),
    "account/workspaceMessages/read": (3, 23),
    "app/installed": (4, 23),
    "app/read": (4, 23),
    "environment/info": (3, 23),
    "environment/status": (4, 23),
    "externalAgentConfig/import/readHistories": (3, 23),
    "externalAgentConfig/import/recordHistory": (4, 23),
    "mcpServer/event/stream/start": (6, 23),
    "mcpServer/event/stream/stop": (6, 23),
    "memory/status": (8, 23),
    "plugin/reconcile": (6, 23),
    "plugin/search": (4, 23),
    "project/create": (5, 23),
    "project/delete": (5, 23),
    "project/import": (5, 23),
    "project/list": (5, 23),
    "project/move": (5, 23),
    "project/read": (5, 23),
    "project/update": (5, 23),
    "remoteControl/client/list": (3, 23),
    "remoteControl/client/revoke": (3, 23),
    "remoteControl/pairing/start": (3, 23),
    "remoteControl/pairing/status": (3, 23),
    "rollout/compress": (9, 23),
    "server/diagnostics": (5, 23),
    "skills/extraRoots/set": (2, 23),
    "thread/attachment/add": (8, 23),
    "thread/attachment/list": (8, 23),
    "thread/attachment/remove": (8, 23),
    "thread/attachmentOwner/list": (21, 23),
    "thread/backgroundTerminals/list": (3, 23),
    "thread/backgroundTerminals/terminate": (3, 23),
    "thread/delete": (3, 23),
    "thread/items/list": (3, 23),
    "thread/items/read": (23, 23),
    "thread/prediction/request": (20, 23),
    "thread/queue/add": (5, 23),
    "thread/queue/delete": (5, 23),
    "thread/queue/list": (5, 23),
    "thread/queue/reorder": (5, 23),
    "thread/queue/start": (5, 23),
    "thread/queue/update": (5, 23),
    "thread/readState/update": (23, 23),
    "thread/realtime/appendSpeech": (3, 23),
    "thread/revert": (5, 23),
    "thread/rollback": (0, 8),
    "thread/search": (1, 23),
    "thread/searchOccurrences": (4, 23),
    "thread/section/move": (4, 23),
    "thread/timeline/list": (6, 23),
    "thread/turns/items/list": (0, 2),
    "threadSection/create": (4, 23),
    "threadSection/delete": (4, 23),
    "threadSection/list": (4, 23),
    "threadSection/update": (4, 23),
    "turn/settings/update": (6, 23),
    "userVerification/cancel": (8, 23),
    "userVerification/delete": (7, 23),
    "userVerification/enroll": (7, 23),
    "userVerification/status": (7, 23),
    "userVerification/verify": (7, 23),
}
"""Method -> indexes in `VERSIONS` of the first and the last runtime that has it."""

FIELDS: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "account/bedrock/setup": {
        "accessKeyId": (5, 5),
        "credentialType": (5, 5),
        "secretAccessKey": (5, 5),
        "sessionToken": (5, 5),
    },
    "account/login/start": {
        "accessKeyId": (6, 23),
        "appBrand": (3, 23),
        "region": (4, 23),
        "secretAccessKey": (6, 23),
        "sessionToken": (6, 23),
        "useHostedLoginSuccessPage": (3, 23),
    },
    "account/rateLimits/read": {
        "excludeResetCreditDetails": (7, 23),
        "supportsLunaReserve": (7, 23),
    },
    "account/usage/read": {
        "threadId": (5, 23),
    },
    "app/read": {
        "threadId": (5, 23),
    },
    "environment/add": {
        "authBearerToken": (13, 23),
        "connectTimeoutMs": (3, 23),
        "skills": (21, 23),
        "websocketRequestId": (23, 23),
    },
    "externalAgentConfig/detect": {
        "maxSessionAgeDays": (4, 23),
        "maxSessions": (4, 23),
        "migrationSource": (4, 23),
        "source": (4, 23),
    },
    "externalAgentConfig/import": {
        "migrationSource": (4, 23),
        "providerId": (4, 23),
        "source": (3, 23),
    },
    "mcpServer/oauth/login": {
        "clientRegistration": (5, 23),
        "threadId": (3, 23),
    },
    "mcpServer/resource/read": {
        "connectorId": (5, 23),
        "originCallId": (5, 23),
        "target": (11, 23),
    },
    "mcpServerStatus/list": {
        "serverName": (14, 23),
        "threadId": (2, 23),
    },
    "plugin/install": {
        "installAttemptId": (5, 23),
    },
    "plugin/list": {
        "forceRefetch": (4, 23),
    },
    "project/list": {
        "sortDirection": (6, 23),
        "sortKey": (6, 23),
    },
    "remoteControl/disable": {
        "ephemeral": (3, 23),
    },
    "remoteControl/enable": {
        "ephemeral": (3, 23),
    },
    "thread/fork": {
        "beforeTurnId": (4, 23),
        "deferGoalContinuation": (4, 23),
        "experimentalPredictionMode": (23, 23),
        "lastTurnId": (3, 23),
        "persistExtendedHistory": (0, 2),
    },
    "thread/goal/clear": {
        "origin": (20, 23),
    },
    "thread/goal/set": {
        "origin": (20, 23),
    },
    "thread/list": {
        "ancestorThreadId": (3, 23),
        "excludedThreadIds": (23, 23),
        "originators": (7, 23),
        "parentThreadId": (3, 23),
        "projectId": (5, 23),
        "sectionId": (4, 23),
    },
    "thread/metadata/update": {
        "daybreakEnabled": (7, 23),
        "projectId": (5, 23),
    },
    "thread/realtime/appendText": {
        "role": (3, 23),
    },
    "thread/realtime/start": {
        "backendReasoningStatus": (11, 23),
        "clientManagedHandoffs": (3, 23),
        "codexResponseHandoffChannelPrefixes": (4, 23),
        "codexResponseHandoffMode": (4, 23),
        "codexResponseHandoffPrefix": (3, 3),
        "codexResponseItemPrefix": (3, 23),
        "codexResponsesAsItems": (3, 23),
        "delegationAckFiller": (4, 23),
        "flushTranscriptTailOnSessionEnd": (3, 23),
        "includeStartupContext": (3, 23),
        "initialItems": (4, 23),
        "model": (3, 23),
        "realtimeEndInstructions": (4, 23),
        "realtimeStartInstructions": (4, 23),
        "version": (3, 23),
    },
    "thread/resume": {
        "initialTurnsPage": (2, 23),
        "persistExtendedHistory": (0, 2),
    },
    "thread/settings/update": {
        "disabledPluginIds": (9, 23),
        "multiAgentMode": (3, 23),
    },
    "thread/shellCommand": {
        "timeoutMs": (6, 23),
    },
    "thread/start": {
        "allowProviderModelFallback": (3, 23),
        "daybreakEnabled": (9, 23),
        "historyMode": (3, 23),
        "multiAgentMode": (3, 23),
        "persistExtendedHistory": (0, 2),
        "projectId": (5, 23),
        "selectedCapabilityRoots": (3, 23),
    },
    "threadSection/create": {
        "appearance": (5, 23),
    },
    "threadSection/update": {
        "appearance": (5, 23),
    },
    "turn/start": {
        "additionalContext": (2, 23),
        "clientUserMessageId": (2, 23),
        "cyberAccessProgram": (6, 23),
        "disabledPluginIds": (9, 23),
        "multiAgentMode": (3, 23),
        "parentTurnId": (21, 23),
        "rootTurnId": (21, 23),
        "serviceTierForTurn": (6, 23),
        "toolOutput": (6, 23),
        "turnTrigger": (6, 23),
    },
    "turn/steer": {
        "additionalContext": (2, 23),
        "clientUserMessageId": (2, 23),
    },
}
"""Method -> wire field -> indexes in `VERSIONS` of the first and the last runtime that has it."""
