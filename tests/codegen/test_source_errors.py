"""Test downloads, files and source names, with the complete errors."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from codegen.harness import failure
from codegen.tiny import tiny_schema, write_schema
from codex_codegen.schema.bundle import StableSubset
from codex_codegen.schema.origins import fields_by_origin
from codex_codegen.sources import fetch, published
from codex_codegen.sources.address import download
from codex_codegen.sources.dump import SchemaDump, parse_bundle, parse_dump, stable_subset
from codex_codegen.sources.files import from_bytes, from_path

NOT_CODEX = "\n  remedy: pass the path of a Codex runtime that supports `app-server generate-json-schema`"
NOT_A_BUNDLE = (
    "\n  remedy: pass the codex_app_server_protocol.schemas.json that `app-server generate-json-schema` writes"
)
ADDRESS = "\n  remedy: pass the https URL of a bundle"
ASK_INDEX = "\n  remedy: check the output of `python -m pip index versions openai-codex-cli-bin`"
PRINTED = "codex_app_server_protocol.schemas.json"


class TestAddress:
    BODY = json.dumps(tiny_schema()).encode()
    DIGEST = hashlib.sha256(BODY).hexdigest()

    def client(self, status: int = 200) -> httpx.Client:
        def answer(request: httpx.Request) -> httpx.Response:
            middle = len(self.BODY) // 2
            parts = [self.BODY[:middle], b"", self.BODY[middle:]]
            return httpx.Response(status, content=iter(parts), request=request)

        return httpx.Client(transport=httpx.MockTransport(answer))

    @pytest.mark.parametrize(
        "url", ["https://a/b", "http://localhost/b", "http://127.0.0.1:1/b", "http://127.1.2.3/b", "http://[::1]/b"]
    )
    def test_parts_of_a_download_are_joined(self, url: str) -> None:
        with self.client() as client:
            assert download(url, f" {self.DIGEST.upper()}\n", client) == self.BODY

    @pytest.mark.parametrize(
        ("url", "found"),
        [("http://a/b", "http"), ("http://10.0.0.1/b", "http"), ("ftp://a", "ftp"), ("a/b", "no scheme")],
    )
    def test_other_scheme_is_an_error(self, url: str, found: str) -> None:
        with self.client() as client:
            assert failure(download, url, self.DIGEST, client) == f"{url}: expected https, got {found}{ADDRESS}"

    def test_failed_download_is_an_error(self) -> None:
        url = "https://a/b"
        with self.client(404) as client:
            text = failure(download, url, self.DIGEST, client)
        assert text.startswith(f"{url}: download failed: Client error '404 Not Found' for url 'https://a/b'")
        assert text.endswith(ADDRESS)
        text = failure(download, "https://[", self.DIGEST)
        assert text.startswith("https://[: download failed: ")

    def test_other_content_is_an_error(self) -> None:
        wanted = "0" * 64
        with self.client() as client:
            assert failure(download, "https://a", wanted, client) == (
                f"https://a: SHA-256 mismatch: expected {wanted}, got {self.DIGEST}\n"
                "  remedy: inspect the content of the URL before you change the hash"
            )

    @pytest.mark.parametrize("digest", ["", "0" * 63, "0" * 65, "g" * 64])
    def test_invalid_hash_is_an_error(self, digest: str) -> None:
        assert failure(download, "https://a", digest) == (
            f"invalid SHA-256: {digest!r}\n  remedy: pass 64 hex digits, as `sha256sum` prints them"
        )

    def test_large_content_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        size = len(self.BODY)
        monkeypatch.setattr("codex_codegen.sources.address.MAX_BYTES", size)
        with self.client() as client:
            assert download("https://a", self.DIGEST, client) == self.BODY
            monkeypatch.setattr("codex_codegen.sources.address.MAX_BYTES", size - 1)
            text = f"https://a: the response exceeds {size - 1} bytes{ADDRESS}"
            assert failure(download, "https://a", self.DIGEST, client) == text

    def test_missing_http_client_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "httpx", None)
        assert failure(download, "https://a", self.DIGEST) == (
            "httpx is not installed\n  remedy: pip install 'openai-codex-client[codegen]'"
        )


class TestFiles:
    def test_file_that_cannot_be_read_is_an_error(self, tmp_path: Path) -> None:
        path = tmp_path / "none.json"
        text = failure(from_path, path)
        assert text.startswith(f"{path}: cannot read the file: ")
        assert text.endswith("\n  remedy: pass the path of a bundle or of its folder")
        assert failure(from_path, tmp_path) == (
            f"{tmp_path}: the folder contains neither bundle.json nor {PRINTED}\n"
            "  remedy: pass the output folder of `codex app-server generate-json-schema --experimental --out DIR`"
        )

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"[1,", "not JSON: Expecting value: line 1 column 4 (char 3)"),
            (b"[" * 200_000, "the JSON is nested too deeply"),
            (b"[]", "missing definitions"),
            (b'{"definitions": []}', "missing definitions"),
        ],
    )
    def test_invalid_bundle_is_an_error(self, content: bytes, problem: str) -> None:
        for call in (parse_bundle, from_bytes):
            assert failure(call, content, "here") == f"here: {problem}{NOT_A_BUNDLE}"

    def test_invalid_version_is_an_error(self) -> None:
        remedy = "pass a version such as 0.149.0"
        assert failure(from_bytes, b"{}", "here", None, "1 2") == f"invalid version: '1 2'\n  remedy: {remedy}"

    def test_bundle_of_a_schema_folder_uses_its_version_and_stable_subset(self, tmp_path: Path) -> None:
        stable: dict[str, Any] = {"methods": [], "notifications": [], "serverRequests": [], "definitions": {}}
        (tmp_path / "lock.toml").write_text('runtime.version = "1.2.3"\n[sha256]\n[tools]\n', encoding="utf-8")
        write_schema(tmp_path / "stable.json", stable)
        path = write_schema(tmp_path / "bundle.json", tiny_schema())
        other = write_schema(tmp_path / "other.json", tiny_schema())
        printed = write_schema(tmp_path / PRINTED, tiny_schema())
        everything = stable_subset(tiny_schema())
        content = path.read_bytes()
        assert from_path(path) == from_path(tmp_path) == SchemaDump("1.2.3", content, stable, str(path))
        assert from_path(path, None, "1.0.0") == SchemaDump("1.0.0", content, stable, str(path))
        assert from_path(path, other) == SchemaDump("1.2.3", content, everything, str(path))
        assert from_path(other) == SchemaDump("0.0.0", content, everything, str(other))
        path.unlink()
        assert from_path(tmp_path) == SchemaDump("0.0.0", content, everything, str(printed))

    def test_parsed_dump_has_its_hash_and_stable_subset(self) -> None:
        content = json.dumps(tiny_schema()).encode()
        bundle = parse_dump(from_bytes(content, "here", None, "1.2.3"))
        assert (bundle.runtime_version, bundle.schema) == ("1.2.3", tiny_schema())
        assert bundle.sha256 == hashlib.sha256(content).hexdigest()
        assert bundle.stable == StableSubset(
            frozenset({"draw/shape", "draw/clear"}),
            frozenset({"draw/drawn"}),
            frozenset({"ink/ask"}),
            {name: frozenset(fields) for name, fields in fields_by_origin(tiny_schema()).items()},
        )


class TestFetch:
    @pytest.mark.parametrize(
        ("arguments", "text"),
        [
            (
                {},
                "expected one source of a schema, got none\n  remedy: pass one of --runtime VERSION, "
                "--codex-bin PATH, --schema PATH, --url URL with --sha256",
            ),
            (
                {"schema": Path("a"), "url": "b", "sha256": "c"},
                "expected one source of a schema, got schema, url\n  remedy: pass one of --runtime VERSION, "
                "--codex-bin PATH, --schema PATH, --url URL with --sha256",
            ),
            *(
                (
                    arguments,
                    "--url and --sha256 require each other\n"
                    "  remedy: pass the SHA-256 of the bundle in hex, as printed by `sha256sum`",
                )
                for arguments in ({"url": "a"}, {"schema": Path("a"), "sha256": "b"})
            ),
            *(
                (
                    arguments,
                    "--stable and --schema-version are not allowed with a runtime or a program\n"
                    "  remedy: pass them only with --schema or --url",
                )
                for arguments in ({"runtime": "1", "version": "1"}, {"codex_bin": "a", "stable": Path("b")})
            ),
        ],
    )
    def test_invalid_source_is_an_error(self, arguments: dict[str, Any], text: str) -> None:
        assert failure(fetch.Source, **arguments) == text

    def test_source_is_read_and_reported(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = write_schema(tmp_path / "a.json", tiny_schema())
        cached = iter([False, True])
        monkeypatch.setattr(published, "is_cached", lambda _version: next(cached))
        monkeypatch.setattr(published, "runtime", lambda version: Path(f"cache/{version}"))
        monkeypatch.setattr(fetch, "dump_schema", lambda path: SchemaDump("1", b"", {}, str(path)))
        lines: list[str] = []
        for source, origin in (
            (fetch.Source(runtime="0.1.0"), "cache/0.1.0"),
            (fetch.Source(runtime="0.1.0"), "cache/0.1.0"),
            (fetch.Source(codex_bin="some/codex"), "some/codex"),
            (fetch.Source(schema=path), str(path)),
        ):
            assert fetch.fetch(source, lines.append).origin == str(Path(origin))
        assert lines == [
            "downloading runtime 0.1.0",
            "reading the schema of runtime 0.1.0",
            "reading the schema of runtime 0.1.0",
            "reading the schema of some/codex",
            f"reading {path}",
        ]

    def test_text_names_a_source(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("PATH", os.pathsep.join(["", ".", str(tmp_path / "bin")]))
        suffix = ".exe" if os.name == "nt" else ""
        for name in (f"bin/tool{suffix}", f"bin/9tool{suffix}", f"here{suffix}", "1.2.3"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
            (tmp_path / name).chmod(0o755)
        Source = fetch.Source
        for text, source in (
            ("bin", Source(schema=Path("bin"))),
            ("none.json", Source(schema=Path("none.json"))),
            ("1.2.3", Source(codex_bin="1.2.3")),
            ("tool", Source(codex_bin="tool")),
            # A version is never searched on PATH.
            ("9tool", Source(runtime="9tool")),
            ("0.1.0", Source(runtime="0.1.0")),
        ):
            assert fetch.parse_source(text) == source
        assert fetch._program("tool") == tmp_path / "bin" / f"tool{suffix}"
        assert fetch._program("./tool") == Path("./tool")
        # Relative folders on PATH are not searched.
        assert failure(fetch._program, "here") == (
            "program not found on PATH: 'here'\n  remedy: pass its path, such as ./here"
        )
        assert failure(fetch.parse_source, "nowhere") == (
            "unknown schema source: 'nowhere'\n  remedy: pass a version such as 0.149.0, "
            "or the path of a Codex program, a bundle or its folder"
        )
