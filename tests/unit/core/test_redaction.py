"""Redaction removes secrets from values and text, and leaves the rest unchanged."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from openai_codex._redaction import (
    EXCERPT,
    HIDDEN,
    is_secret_name,
    printable,
    redacted,
    redacted_command,
    redacted_excerpt,
    redacted_text,
    redacted_validation_error,
)
from support.paths import ROOT, TESTS

TRANSCRIPTS = sorted(TESTS.glob("**/transcripts/*.jsonl"))
SCHEMA = ROOT / "schema" / "bundle.json"

SECRET_NAMES = [
    *("apiKey", "api_key", "api-key", "x-api-key", "APIKey", "apikey", "OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY"),
    *(
        "token",
        "accessToken",
        "refresh_token",
        "idToken",
        "bearer_token",
        "authBearerToken",
        "GH_TOKEN",
        "sessionToken",
    ),
    *(
        "authorization",
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "Set-Cookie",
        "password",
        "db_passwd",
        "PGPASSWORD",
    ),
    *("secret", "client_secret", "privateKey", "passphrase", "credentials", "SIGNING_KEY", "GITHUB_PAT", "SENTRY_DSN"),
    *(
        "userCode",
        "pairingCode",
        "manualPairingCode",
        "authUrl",
        "authorizationUrl",
        "code_verifier",
        "signature",
        "jwt",
    ),
    *("DB_PASS", "db_pass", "dbPass", "SMTP-Pass", "secret_key_base", "SECRET_KEY_BASE"),
    *("model_providers.openai.experimental_bearer_token", "mcp_servers.docs.env.ANYTHING", "x.http_headers.X-Custom"),
    *("shell_environment_policy.set.ANYTHING", 'mcp_servers."my docs".env.ANYTHING', "dataBase64", "--api-key"),
]
PLAIN_NAMES = [
    *(
        "type",
        "method",
        "id",
        "threadId",
        "path",
        "key",
        "keyPath",
        "sortKey",
        "publicKey",
        "author",
        "authMode",
        "code",
    ),
    *(
        "tokenUsage",
        "totalTokenUsage",
        "cancellationToken",
        "bearer_token_env_var",
        "env_key",
        "PWD",
        "isDone",
        "header",
    ),
    *("passed", "compass", "monkey", "environment", "settings", "userAuthorization", "environments", "tokenBudget"),
]


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_secret_names_are_recognized(name: str) -> None:
    assert is_secret_name(name)
    assert redacted({name: "hunter2"}) == {name: HIDDEN}
    assert redacted({name: None, "a": 1}) == {name: None, "a": 1}
    assert redacted({name: True}) == {name: True}


@pytest.mark.parametrize("name", ["pass", "PASS", "--pass"])
def test_pass_names_are_secret_if_the_value_is_text(name: str) -> None:
    assert is_secret_name(name)
    assert redacted({name: "hunter2"}) == {name: HIDDEN}
    assert redacted({name: 3}) == {name: 3}


@pytest.mark.parametrize("text", ["PASS={}", "pass={}", "--pass {}", "--pass={}", "user.pass={} x"])
def test_numbers_of_pass_names_are_secret_if_they_are_long(text: str) -> None:
    assert redacted_text(text.format("123456")) == text.format(HIDDEN)
    assert redacted_text(text.format("123")) == text.format("123")


@pytest.mark.parametrize("name", PLAIN_NAMES)
def test_other_names_are_not_secret(name: str) -> None:
    assert not is_secret_name(name)
    assert redacted({name: "hunter2"}) == {name: "hunter2"}
    assert redacted_text(f'{{"{name}":"hunter2"}} {name}=hunter2') == f'{{"{name}":"hunter2"}} {name}=hunter2'


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"env": {"ANYTHING": "x", "HOME": "/root"}}, {"env": {"ANYTHING": HIDDEN, "HOME": HIDDEN}}),
        ({"http_headers": {"X-Custom": "x"}, "headers": []}, {"http_headers": {"X-Custom": HIDDEN}, "headers": []}),
        ({"answers": {"q": {"answers": ["x", "y"]}}}, {"answers": {"q": {"answers": [HIDDEN, HIDDEN]}}}),
        ({"env": "production"}, {"env": "production"}),
        ({"name": "Authorization", "value": "x"}, {"name": "Authorization", "value": HIDDEN}),
        ({"keyPath": "mcp_servers.a.env.B", "value": "x"}, {"keyPath": "mcp_servers.a.env.B", "value": HIDDEN}),
        ({"keyPath": "mcp_servers", "value": {"a": {"env": {"B": "x"}}}}, None),
        ({"name": "Colour", "value": "x"}, {"name": "Colour", "value": "x"}),
        (["curl", "-s", "-u", "me:x", "https://a"], ["curl", "-s", "-u", f"me:{HIDDEN}", "https://a"]),
        (["/usr/bin/curl", "--proxy-user", "me:x"], ["/usr/bin/curl", "--proxy-user", f"me:{HIDDEN}"]),
        (["curl", "-ume:x y", "-sSume:x"], ["curl", f"-ume:{HIDDEN}", f"-sSume:{HIDDEN}"]),
        (["curl", "--user=me:x y", "--proxy-user=me:x"], ["curl", f"--user=me:{HIDDEN}", f"--proxy-user=me:{HIDDEN}"]),
        (["curl", "-HUser-Agent: x", "-ume", "-oout:x"], ["curl", "-HUser-Agent: x", "-ume", "-oout:x"]),
        (["ls", "-ume:x", "--user=me:x"], ["ls", "-ume:x", "--user=me:x"]),
        (["docker", "run", "-u", "1000:1000"], ["docker", "run", "-u", "1000:1000"]),
        ({"pwd": "/home/user", "Pwd": "x"}, {"pwd": "/home/user", "Pwd": HIDDEN}),
        (["run", "--token", "x", "--model", "y"], ["run", "--token", HIDDEN, "--model", "y"]),
        ({"tokens": 5, "inputTokens": [1, 2]}, {"tokens": 5, "inputTokens": [1, 2]}),
        ({"tokens": {"access_token": "x", "n": 1}}, {"tokens": {"access_token": HIDDEN, "n": 1}}),
        ({"token": ["x"], "secret": {"a": "x"}}, {"token": HIDDEN, "secret": HIDDEN}),
        ({"sk-abcdefgh": 1}, {HIDDEN: 1}),
        ([1, 2.5, None, True, "text"], [1, 2.5, None, True, "text"]),
    ],
)
def test_redacted_values(value: Any, shown: Any) -> None:
    before = json.dumps(value)
    expected = {"keyPath": "mcp_servers", "value": {"a": {"env": {"B": HIDDEN}}}} if shown is None else shown
    assert redacted(value) == expected
    assert json.dumps(value) == before


@pytest.mark.parametrize(
    "text",
    [
        "Incorrect API key provided: hunter2.",
        "Authorization: Bearer hunter2",
        "Authorization: Digest username='me', response='hunter2'",
        "Cookie: a=1; session=hunter2",
        "curl -H 'Authorization: Basic hunter2' https://example.com",
        'curl -H "x-api-key: hunter2" https://example.com',
        "Bearer hunter2",
        "the server rejected bearer hunter2, retrying",
        "Bearer abcdefghunterhunter2",
        "DB_PASS=hunter2",
        "PASS=hunter2",
        r"FOO=1\nPASS=hunter2\nBAR=2",
        "pass: hunter2",
        "smtp:\n  pass: hunter2",
        "dbPass=hunter2",
        "mysql --pass hunter2",
        "mysql --pass=hunter2",
        '["mysql", "--pass", "hunter2"]',
        "Server=db;Uid=sa;Pwd=hunter2;",
        "DRIVER={ODBC};UID=sa;PWD=hunter2",
        '{"pwd":"hunter2"}',
        "secret_key_base: hunter2",
        "%2Fpassword=hunter2",
        "ya29.a0hunter2",
        "SG.hunter2hunter2.hunter2",
        "whsec_hunter2hunter2",
        "https://hooks.slack.com/services/T0/B0/hunter2",
        "hooks.slack.com/workflows/T0/hunter2",
        "https://discord.com/api/webhooks/1/hunter2",
        "curl -u me:hunter2 https://example.com",
        "curl -ume:hunter2 https://example.com",
        "curl -su 'me:one two hunter2' https://example.com",
        'sh -c "curl -u \\"me:one hunter2\\" https://example.com"',
        '["curl", "-u", "me:hunter2"]',
        "curl --user me:hunter2 --proxy-user=me:hunter2",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nhunter2\n-----END PGP PRIVATE KEY BLOCK-----",
        "the header was Basic hunter2hunter2==",
        "OPENAI_API_KEY=hunter2",
        "export GH_TOKEN='hunter2'",
        r"FOO=1\nGH_TOKEN=hunter2\nBAR=2",
        "codex --api-key hunter2 app-server",
        "('codex', '--api-key', 'hunter2')",
        'api_key=Some("hunter2")',
        'ERROR auth: api_key=Some("hunter2") is not valid',
        'AuthDotJson { openai_api_key: Some(SecretString("hunter2")), tokens: None }',
        'Auth {\n    token: Some(\n        "hunter2",\n    ),\n}',
        "headers={'X-Custom': 'hunter2'}",
        'env: {"A": "hunter2", "B": {"C": ["hunter2"]}}',
        'model_providers.x.http_headers={Authorization="hunter2"}',
        'mcp_servers.x.env.FOO="hunter2"',
        'mcp_servers."my docs".env={"MY VAR"="hunter2"}',
        'mcp_servers.x.args=["--token", "hunter2"]',
        "https://me:hunter2@example.com/path",
        "postgres://me:p@hunter2@db/x",
        "connect to https://me:hunter2",
        "https://example.com/?access_token=hunter2&x=1",
        "https://example.com/callback?code=hunter2&state=hunter2",
        '{"keyPath":"a.api_key","value":"hunter2"}',
        '{"value":"hunter2","keyPath":"a.api_key"}',
        '{"name":"Authorization","value":"hunter2"}',
        "password is: x, token => hunter2",
        "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nhunter2",
        "sk-hunter2",
        "sk-proj-hunter2_and-more",
        r"said \nsk-hunter2 then",
        "eyJhbGciOi.eyJzdWIi.hunter2",
        "ghp_hunter2hunter2",
        "github_pat_hunter2hunter2",
        "xoxb-hunter2-hunter2",
    ],
)
def test_redacted_text_with_secret(text: str) -> None:
    shown = redacted_text(text)
    assert "hunter2" not in shown
    assert HIDDEN in shown
    assert redacted_text(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "thread/start: no response within 60 s; pending requests: turn/start",
        "the Bearer token is missing",
        "Missing bearer or basic authentication",
        "Missing bearer or basic authentication in header",
        "expected Bearer, got Digest",
        "The scheme is bearer.",
        'WWW-Authenticate: Bearer realm="x", error="invalid_token"',
        'WWW-Authenticate: Bearer error="invalid_token"',
        "ERROR codex_core::auth: connection refused",
        "SyntaxError: Unexpected token: x",
        "--- PASS: TestRedaction (0.00s)",
        "PASS: 12, FAIL: 3, compass=north, bypass=x, passed=3",
        "PASS: 12345, PASS=12, compass=12345, passed=12345",
        "last pass: check the output",
        "pwd=/home/user",
        "pwd=$(pwd)",
        "OLDPWD=/home/user",
        "docker run -u 1000:1000 image",
        "curl -fsSL https://example.com",
        "curl --user-agent a:b https://example.com",
        "SG. and sg.example.com",
        "Basic authentication is not supported",
        "unexpected token `}` at position 3",
        "missing field `apiKey`",
        "http://127.0.0.1:8080/v1",
        "connection refused: http://127.0.0.1:8080",
        "ssh://git@github.com/openai/codex",
        "a sk-learn task-management risk-averse question",
        '{"inputTokens":120,"totalTokens":140,"refreshToken":true,"token":null,"keyPath":"a.b"}',
        "tokens used: 1,234",
        "exit code: 1",
        "set: the default",
        "env: production",
        "PWD=/home/user",
        "install it with `pip install openai-codex-cli-bin`, or set CodexConfig.codex_bin",
    ],
)
def test_redacted_text_without_secret_is_unchanged(text: str) -> None:
    assert redacted_text(text) == text


# Characters that occur nowhere else in generated values, so that any remaining part of a secret is found.
SIGNS = "§¤µ"
SECRETS = st.text(alphabet=SIGNS + "\"'\\\n\t,:;={}[] a1", min_size=1, max_size=30).map(lambda text: f"§{text}§")
WORDS = st.text(alphabet="abcdefgh ,.{}[]:=\"'\\\n", max_size=20)


@st.composite
def planted(draw: st.DrawFn) -> tuple[Any, bool]:
    """Return a JSON value that contains secrets under secret names."""
    secret = draw(SECRETS)
    name = draw(st.sampled_from(SECRET_NAMES))
    value: Any = draw(
        st.sampled_from(
            [
                {name: secret},
                {name: [secret]},
                {name: {"inner": secret}},
                {"env": {"WHATEVER": secret}},
                {"headers": {"x": secret, "y": 1}},
                {"keyPath": name, "value": secret},
                {"name": name, "value": secret},
            ]
        )
    )
    for _ in range(draw(st.integers(0, 3))):
        around = draw(st.sampled_from(["object", "array", "text"]))
        if around == "object":
            value = {draw(WORDS): 1, "params": value, "last": draw(WORDS)}
        elif around == "array":
            value = [draw(WORDS), value, draw(WORDS)]
        else:
            value = {"text": json.dumps(value, ensure_ascii=draw(st.booleans())) + draw(WORDS)}
    return value, draw(st.booleans())


def shows(text: str) -> bool:
    """Return whether a text contains a character of a secret, plain or JSON-escaped."""
    escaped = ("\\u00a7", "\\u00a4", "\\u00b5")
    return any(sign in text for sign in (*SIGNS, *escaped))


@given(planted())
def test_redacted_value_never_contains_planted_secret(given: tuple[Any, bool]) -> None:
    value, _ = given
    shown = redacted(value)
    assert not shows(json.dumps(shown, ensure_ascii=False))
    assert redacted(shown) == shown


@given(planted(), st.floats(0, 1))
@example(({"apiKey": '§"\\'}, False), 1.0)
def test_redacted_json_truncated_anywhere_contains_no_secret(given: tuple[Any, bool], where: float) -> None:
    value, ascii_only = given
    text = json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":"))
    cut = text[: round(len(text) * where)]
    # The truncated part may be the object that names the value.
    if '"value"' not in text and '\\"value' not in text:
        assert not shows(redacted_text(cut))
        assert not shows(redacted_excerpt(cut.encode()))
    assert not shows(redacted_text(text))
    assert not shows(redacted_text(repr(value)))


@given(SECRETS, st.sampled_from(SECRET_NAMES), st.integers(0, 30))
def test_redacted_message_without_beginning_contains_no_secret(secret: str, name: str, start: int) -> None:
    text = json.dumps({name: secret, "x": [1]}, ensure_ascii=False, separators=(",", ":"))
    assert not shows(redacted_excerpt(text[start:].encode()))


@given(st.text(max_size=200))
def test_redacted_text_any_input_is_idempotent(text: str) -> None:
    shown = redacted_text(text)
    assert redacted_text(shown) == shown


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="=:-"), max_size=200))
def test_redacted_text_without_names_is_unchanged(text: str) -> None:
    if (
        re.search(
            r"bearer|basic|eyj|ghp|hf_|npm_|sk_|rk_|akia|asia|aiza|github_|ya29|sg\.|whsec_|hooks", text, re.IGNORECASE
        )
        is None
    ):
        assert redacted_text(text) == text


def test_excerpt_is_short_and_single_line() -> None:
    shown = redacted_excerpt(b"oops\r\n\x1b[31m" + b"x" * 10_000)
    assert shown.startswith("oops\\u000d\\u000a\\u001b[31mxx")
    assert len(shown) == EXCERPT + 3
    # A secret beyond the visible part changes nothing.
    assert "hunter2" not in redacted_excerpt(b'{"apiKey":"' + b"y" * EXCERPT + b'hunter2"}')
    assert redacted_excerpt(b"\xff{oops") == "\\xff{oops"


def test_excerpt_escapes_terminal_control_characters() -> None:
    assert printable("a\x1b[2J\u2028\u202eb\x9b") == "a\\u001b[2J\\u2028\\u202eb\\u009b"
    assert printable("Grüße, 日本") == "Grüße, 日本"


def test_redacted_command_line() -> None:
    command = ("codex", "--config", 'model_providers.x.http_headers={Authorization="hunter2"}', "--token", "hunter2")
    assert redacted_command(command) == (f"codex --config model_providers.x.http_headers={{{HIDDEN}}} --token {HIDDEN}")


def test_validation_error_is_described_without_input() -> None:
    class Model(BaseModel):
        number: int
        text: str
        missing: int

    with pytest.raises(ValidationError, match="hunter2") as caught:
        Model.model_validate({"number": "hunter2", "text": {"apiKey": "hunter2"}})
    shown = redacted_validation_error(caught.value)
    assert "hunter2" not in str(shown) + repr(shown)
    assert "number\n  Input should be a valid integer" in str(shown)
    assert "text\n  Input should be a valid string, got dict [type=string_type]" in str(shown)
    assert "missing\n  Field required [type=missing]" in str(shown)
    assert [entry["input"] for entry in shown.errors()][:2] == ["hunter2", {"apiKey": "hunter2"}]


def test_redacted_turn_messages_are_unchanged() -> None:
    lines = [line for path in TRANSCRIPTS for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 500
    for line in lines:
        message = json.loads(line)
        assert redacted(message) == message
        assert redacted_text(line) == line


# Properties with a secret-like name that contain no secret. Review each property before adding it.
LOOKED_AT = frozenset(
    {
        *(
            "SessionEnd",
            "SessionStart",
            "activeRealtimeSessionAtPageStart",
            "realtimeSessionId",
            "sessionId",
            "sessions",
        ),
        *("sessionStartSource", "flushTranscriptTailOnSessionEnd"),
        *(
            "appsNeedingAuth",
            "authMode",
            "authPolicy",
            "authStatus",
            "author",
            "requiresOpenaiAuth",
            "userAuthorization",
        ),
        *("cliAuthCredentialsStore", "environmentCredentials", "credentialId", "explicitGatewayOauth"),
        *("cancellationToken", "tokenBudget", "tokenUsage", "tokensUsed", "model_auto_compact_token_limit"),
        *(
            "model_auto_compact_token_limit_scope",
            "key",
            "keyPath",
            "keywords",
            "idempotencyKey",
            "identityKey",
            "sortKey",
        ),
        *(
            "publicKey",
            "challenge",
            "codexErrorInfo",
            "codexHome",
            "codexResponseHandoffChannelPrefixes",
            "code",
            "header",
        ),
        *("codexResponseHandoffMode", "codexResponseItemPrefix", "codexResponsesAsItems", "codexStreamlinedLogin"),
        *("dotCodexFolder", "httpStatusCode", "exitCode", "environmentId", "environments", "excludeTmpdirEnvVar"),
        *("exclude_tmpdir_env_var", "usesCodexManagedCredentials"),
        "internal_chat_message_metadata_passthrough",
    }
)
SOUNDS_SECRET = re.compile(
    r"key|token|secret|pass|pwd|auth|cred(?!it)|bearer|jwt|cookie|header|code|signature|session|challenge|otp|"
    r"(?:^|_)env|Env|base64",
    re.IGNORECASE,
)


def properties(schema: Any) -> dict[str, list[Any]]:
    """Return all properties of a schema by name, with their schemas at each place."""
    found: dict[str, list[Any]] = {}
    if isinstance(schema, dict):
        own = schema.get("properties")
        for name, described in own.items() if isinstance(own, dict) else ():
            found.setdefault(name, []).append(described)
        schema = list(schema.values())
    for part in schema if isinstance(schema, list) else ():
        for name, described in properties(part).items():
            found.setdefault(name, []).extend(described)
    return found


def can_hold_text(described: Any) -> bool:
    """Return whether a property allows other values than numbers, booleans and null."""
    kinds = described.get("type") if isinstance(described, dict) else None
    named = {kinds} if isinstance(kinds, str) else set(kinds or ["object"])
    return bool(named - {"integer", "number", "boolean", "null"})


def test_secret_names_cover_schema_properties() -> None:
    found = properties(json.loads(SCHEMA.read_bytes()))
    textual = {name for name, places in found.items() if any(map(can_hold_text, places))}
    sounding = {name for name in textual if SOUNDS_SECRET.search(name)}
    hidden = {
        name
        for name in sounding
        if redacted({name: {"x": "hunter2"}}) != {name: {"x": "hunter2"}} or is_secret_name(name)
    }
    assert {
        "apiKey",
        "accessToken",
        "authBearerToken",
        "secretAccessKey",
        "sessionToken",
        "userCode",
        "authUrl",
    } <= hidden
    assert sounding - hidden - LOOKED_AT == set(), "decide whether these are secret: redaction.py, or LOOKED_AT"
    assert hidden & LOOKED_AT == set()
    assert set(found) >= LOOKED_AT, "these are not in the schema any more"
