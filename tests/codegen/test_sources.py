"""Test the sources of schemas: programs, files, folders and URLs."""

from __future__ import annotations

import hashlib
import http.server
import json
import shutil
import threading
from typing import TYPE_CHECKING

import httpx
import pytest

from codegen.harness import SCHEMA
from codegen.tiny import tiny_schema, write_schema
from codex_codegen.cli import main
from codex_codegen.errors import CodegenError
from codex_codegen.schema.bundle import read_json
from codex_codegen.sources.address import download
from codex_codegen.sources.dump import parse_dump
from codex_codegen.sources.fetch import Source, fetch, parse_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BODY = json.dumps(tiny_schema()).encode()
DIGEST = hashlib.sha256(BODY).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        self.send_response(200 if self.path == "/bundle.json" else 404)
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()
        thread.join()


class TestFiles:
    def test_bundle_defaults_to_stable_without_version(self, tmp_path: Path) -> None:
        printed = fetch(Source(schema=write_schema(tmp_path / "any.json", tiny_schema())))
        bundle = parse_dump(printed)
        assert (bundle.runtime_version, bundle.schema) == ("0.0.0", tiny_schema())
        assert bundle.stable.methods == frozenset({"draw/shape", "draw/clear"})
        assert bundle.sha256 == hashlib.sha256((tmp_path / "any.json").read_bytes()).hexdigest()

    def test_bundle_with_stable_and_version(self, tmp_path: Path) -> None:
        stable = tiny_schema()
        del stable["definitions"]["ClientRequest"]["oneOf"][1]
        found = Source(
            schema=write_schema(tmp_path / "any.json", tiny_schema()),
            stable=write_schema(tmp_path / "stable.json", stable),
            version="0.1.0",
        )
        bundle = parse_dump(fetch(found))
        assert (bundle.runtime_version, bundle.stable.methods) == ("0.1.0", frozenset({"draw/shape"}))

    def test_schema_folder_of_a_checkout(self) -> None:
        printed = fetch(Source(schema=SCHEMA))
        assert printed.bundle == (SCHEMA / "bundle.json").read_bytes()
        assert printed.stable == read_json(SCHEMA / "stable.json")
        assert f'version = "{printed.version}"' in (SCHEMA / "lock.toml").read_text()

    def test_folder_written_by_a_runtime(self, tmp_path: Path) -> None:
        write_schema(tmp_path / "codex_app_server_protocol.schemas.json", tiny_schema())
        assert parse_dump(fetch(Source(schema=tmp_path))).schema == tiny_schema()

    @pytest.mark.parametrize(
        ("content", "problem"),
        [("{", "not JSON"), ("[]", "missing definitions"), ('{"definitions": 1}', "missing definitions")],
    )
    def test_invalid_bundle_is_rejected(self, content: str, problem: str, tmp_path: Path) -> None:
        (tmp_path / "any.json").write_text(content)
        with pytest.raises(CodegenError, match=problem) as caught:
            fetch(Source(schema=tmp_path / "any.json"))
        assert caught.value.pointer == str(tmp_path / "any.json")

    def test_missing_files_are_rejected(self, tmp_path: Path) -> None:
        with pytest.raises(CodegenError, match="contains neither"):
            fetch(Source(schema=tmp_path))
        with pytest.raises(CodegenError, match="cannot read the file"):
            fetch(Source(schema=tmp_path / "no.json"))

    def test_invalid_version_is_rejected(self, tmp_path: Path) -> None:
        with pytest.raises(CodegenError, match="invalid version"):
            fetch(Source(schema=write_schema(tmp_path / "any.json", tiny_schema()), version='1"'))


class TestAddress:
    def test_download_with_matching_hash(self, server: str) -> None:
        printed = fetch(Source(url=f"{server}/bundle.json", sha256=DIGEST.upper(), version="0.1.0"))
        assert (printed.bundle, printed.version) == (BODY, "0.1.0")

    def test_command_line_url(self, server: str, tmp_path: Path) -> None:
        arguments = ["generate", "--url", f"{server}/bundle.json", "--out", str(tmp_path / "package")]
        assert main([*arguments, "--sha256", "0" * 64]) == 2
        assert not (tmp_path / "package").exists()
        assert main([*arguments, "--sha256", DIGEST, "--schema-version", "0.1.0"]) == 0
        assert '"0.1.0"' in (tmp_path / "package" / "_version.py").read_text()

    def test_custom_http_client(self, server: str) -> None:
        with httpx.Client(base_url=server, follow_redirects=True) as client:
            assert download(f"{server}/to//bundle.json", DIGEST, client) == BODY
            assert not client.is_closed

    def test_hash_mismatch_is_rejected(self, server: str) -> None:
        with pytest.raises(CodegenError, match=f"expected {'0' * 64}, got {DIGEST}"):
            fetch(Source(url=f"{server}/bundle.json", sha256="0" * 64))

    def test_http_is_rejected_except_on_loopback(self, server: str) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            if request.url.path == "/down":
                return httpx.Response(302, headers={"Location": "http://example.com/bundle.json"})
            return httpx.Response(200, content=BODY)

        with httpx.Client(transport=httpx.MockTransport(answer), follow_redirects=True) as client:
            assert download("https://example.com/bundle.json", DIGEST, client) == BODY
            for url in (
                "http://example.com/bundle.json",
                "ftp://127.0.0.1/x",
                "bundle.json",
                "https://example.com/down",
            ):
                with pytest.raises(CodegenError, match="expected https, got"):
                    download(url, DIGEST, client)

    @pytest.mark.parametrize("path", ["/none.json", "/to/http://127.0.0.1:1/"])
    def test_failed_download_is_an_error(self, server: str, path: str) -> None:
        with pytest.raises(CodegenError, match="download failed"):
            download(f"{server}{path}", DIGEST)

    def test_invalid_hash_is_rejected(self, server: str) -> None:
        with pytest.raises(CodegenError, match="invalid SHA-256"):
            download(f"{server}/bundle.json", "abc")

    def test_large_response_is_rejected(self, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("codex_codegen.sources.address.MAX_BYTES", 10)
        with pytest.raises(CodegenError, match="exceeds 10 bytes"):
            download(f"{server}/bundle.json", DIGEST)


class TestSource:
    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            ({}, "got none"),
            ({"runtime": "0.1.0", "codex_bin": "codex"}, "got runtime, codex_bin"),
            ({"url": "https://x"}, "--url and --sha256 require each other"),
            ({"runtime": "0.1.0", "sha256": "0"}, "--url and --sha256 require each other"),
            ({"runtime": "0.1.0", "version": "0.2.0"}, "are not allowed with a runtime"),
        ],
    )
    def test_invalid_combinations_are_rejected(self, arguments: dict[str, str], problem: str) -> None:
        with pytest.raises(CodegenError, match=problem) as caught:
            Source(**arguments)  # type: ignore[arg-type]
        assert caught.value.remedy

    def test_parse_source(self, tmp_path: Path) -> None:
        program = tmp_path / "codex"
        program.touch()
        assert parse_source("0.133.0") == Source(runtime="0.133.0")
        assert parse_source(str(tmp_path)) == Source(schema=tmp_path)
        assert parse_source("a.json").schema is not None
        assert parse_source(str(program)) == Source(codex_bin=str(program))
        with pytest.raises(CodegenError, match="unknown schema source"):
            parse_source("no-such-program-anywhere")

    def test_program_on_path_is_found(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        runtime = pytest.importorskip("codex_cli_bin").bundled_codex_path()
        monkeypatch.setenv("PATH", str(runtime.parent))
        assert shutil.which(runtime.name)
        messages: list[str] = []
        printed = fetch(parse_source(runtime.name), messages.append)
        assert b'"ClientRequest"' in printed.bundle
        assert messages == [f"reading the schema of {runtime.name}"]
