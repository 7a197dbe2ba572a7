"""Unit tests of `allow_read_only_commands`, also with real programs, which must not change any file."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openai_codex.policies import allow_read_only_commands
from unit.policies.approval_requests import decide, shell_request

if TYPE_CHECKING:
    from pathlib import Path

READ_ONLY = allow_read_only_commands()
PIPED = allow_read_only_commands(operators=["|"])


@pytest.mark.parametrize(
    "text",
    [
        "ls",
        "ls -la /etc",
        "cat -- -n",
        "head -5 a.txt",
        "head --lines=5 a.txt",
        "tail -n5 a.txt",
        "tail -n +5 a.txt",
        "wc -l a.txt",
        "grep -rn --include='*.py' word .",
        "rg -n 'a|b' -g '*.py' -A3 src",
        "rg --files --hidden",
        "find . -name '*.py' -not -path './x/*' -type f -maxdepth 2 -mtime -5",
        "find . \\( -name a -o -size +10k \\) -print0",
        "sed -n 1,5p a.txt",
        "sed -n '/begin/,/end/p;$p' a.txt",
        "sed -n -E '10q; 3p' a.txt",
        "sed -n '$=' a.txt",
        "sort -rn -k 2 a.txt",
        "cut -d: -f1,3 a.txt",
        "diff -u a.txt b.txt",
        "file a.txt",
        "echo 'a > b'",
        "tree -L 2",
        "true",
    ],
)
def test_allow_read_only_commands_read_only_accepts(text: str) -> None:
    assert decide(READ_ONLY, shell_request(text)) == "accept"


@pytest.mark.parametrize(
    "text",
    [
        "rm a.txt",
        "touch a.txt",
        "./ls",
        "/bin/ls",
        "env",
        "xargs ls",
        "printf -v 'a[$(touch x)]' y",
        "test -v 'a[$(touch x)]'",
        "find . -delete",
        "find . -exec rm '{}' +",
        "find . -execdir rm '{}' \\;",
        "find . -ok rm '{}' \\;",
        "find . -okdir rm '{}' \\;",
        "find . -fprint x",
        "find . -fprint0 x",
        "find . -fprintf x y",
        "find . -fls x",
        "find . -name a -- -delete",
        "find . -name -newoption",
        "sed 1p a.txt",
        "sed -i 1p a.txt",
        "sed -n -i 1p a.txt",
        "sed -ni 1p a.txt",
        "sed -n 1p a.txt -i",
        "sed -n 1p a.txt --in-place",
        "sed -n -- 1p a.txt",
        "sed -n -e 1p a.txt",
        "sed -n -f a.sed a.txt",
        "sed -n '1w x' a.txt",
        "sed -n 'w x' a.txt",
        "sed -n '1,5p;w x' a.txt",
        "sed -n '1,5p\nw x' a.txt",
        "sed -n '1e touch x' a.txt",
        "sed -n 's/a/b/e' a.txt",
        "sed -n 's/a/b/pw x' a.txt",
        "sed -n '/a\\/w x/p' a.txt",
        "sed -n '/[/]/w x' a.txt",
        "sed -n '1r x' a.txt",
        "sed -n",
        "sed",
        "rg --pre ./x word",
        "rg --pre=./x word",
        "rg word -- --pre=./x",
        "rg --pre-glob '*' word",
        "rg --hostname-bin ./x word",
        "rg -z word",
        "rg -nz word",
        "rg --search-zip word",
        "sort -o x a.txt",
        "sort -ox a.txt",
        "sort -ro x a.txt",
        "sort --output=x a.txt",
        "sort --outp=x a.txt",
        "sort a.txt -o x",
        "sort --compress-program=./x a.txt",
        "sort -S 1 -T x a.txt",
        "tail -f a.txt",
        "tail -5f a.txt",
        "tail --follow a.txt",
        "tree -o x",
        "tree -R",
        "file -C -m x",
        "file -z a.txt",
        "diff -l a.txt b.txt",
        "uniq a.txt x",
        "date 01010000",
        "ls | cat",
        "ls > x",
        "ls *",
    ],
)
def test_allow_read_only_commands_writing_or_unknown_abstains(text: str) -> None:
    assert decide(READ_ONLY, shell_request(text)) is None


def test_allow_read_only_commands_pipe_requires_all_read_only() -> None:
    assert decide(PIPED, shell_request("rg word | sort | head -5")) == "accept"
    assert decide(PIPED, shell_request("rg word | xargs rm")) is None
    assert decide(PIPED, shell_request("rg word | sort -o x")) is None
    assert decide(PIPED, shell_request("rg word && ls")) is None


GIT_READS = [
    "git status -s",
    "git --no-pager log --oneline -5",
    "git -P diff HEAD~1 --stat -- src",
    "git log -p -n 3 --format='%h %s' --author=me",
    "git show HEAD:README.md",
    "git blame -L 1,5 README.md",
    "git branch -a -vv",
    "git branch --show-current",
    "git tag --list",
    "git remote -v",
    "git rev-parse --abbrev-ref HEAD",
    "git ls-files --others --exclude-standard",
    "git grep -n word",
    "git cat-file -p HEAD",
]
GIT_WRITES = [
    "git",
    "git push",
    "git commit -m x",
    "git checkout .",
    "git -c core.fsmonitor=./x status",
    "git -c alias.log='!touch x' log",
    "git -C /tmp status",
    "git --git-dir=/tmp status",
    "git --work-tree=/tmp status",
    "git --exec-path=/tmp status",
    "git --config-env=a=b status",
    "git -p log",
    "git --paginate log",
    "git log --output=x",
    "git log --output x",
    "git log --outp=x",
    "git diff -ox",
    "git diff --ext-diff",
    "git diff --ext",
    "git diff --textconv",
    "git log -- --output=x",
    "git log --show-signature",
    "git grep -O./x word",
    "git grep -nO word",
    "git grep --open-files-in-pager=./x word",
    "git cat-file --filters HEAD:x",
    "git cat-file --textconv HEAD:x",
    "git branch new",
    "git branch -d old",
    "git branch -D old",
    "git branch -m new",
    "git branch --edit-description",
    "git branch -a new",
    "git tag v1",
    "git tag -l v1",
    "git tag -d v1",
    "git remote add x y",
    "git remote show origin",
    "git remote update",
    "git ls-remote",
    "git fetch",
    "git reflog expire --all",
    "git stash",
    "git config --global a b",
    "git rev-parse --parseopt",
    "git blame --contents x README.md",
    "git unknown",
    "./git status",
]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a directory that the rule accepts as a git repository."""
    for name in ("objects", "refs"):
        (tmp_path / "trusted" / ".git" / name).mkdir(parents=True)
    (tmp_path / "trusted" / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / "trusted" / "src").mkdir()
    return tmp_path / "trusted"


@pytest.mark.parametrize("text", GIT_READS)
def test_allow_read_only_commands_git_in_trusted_repository_accepts(text: str, repository: Path) -> None:
    rule = allow_read_only_commands(repositories=[repository])
    assert decide(rule, shell_request(text, cwd=str(repository))) == "accept"
    assert decide(rule, shell_request(text, cwd=str(repository / "src"))) == "accept"


@pytest.mark.parametrize("text", GIT_WRITES)
def test_allow_read_only_commands_git_writing_abstains(text: str, repository: Path) -> None:
    rule = allow_read_only_commands(repositories=[repository])
    assert decide(rule, shell_request(text, cwd=str(repository))) is None


def test_allow_read_only_commands_git_outside_repository_abstains(repository: Path) -> None:
    rule = allow_read_only_commands(repositories=[repository])
    source = repository / "src"
    (source / "nested" / ".git").mkdir(parents=True)
    (source / "nested" / "deeper").mkdir()
    (source / "worktree").mkdir()
    (source / "worktree" / ".git").write_text("gitdir: /elsewhere\n")
    (source / "bare").mkdir()
    (source / "bare" / "HEAD").write_text("ref: refs/heads/main\n")
    (repository.parent / "link").symlink_to(source / "nested")
    for directory in (
        repository.parent,
        source / "nested",
        source / "nested" / "deeper",
        source / "worktree",
        source / "bare",
        repository.parent / "link",
        repository.parent / "missing",
    ):
        assert decide(rule, shell_request("git status", cwd=str(directory))) is None, directory
    assert decide(rule, shell_request("git status", cwd=None)) is None
    assert decide(READ_ONLY, shell_request("git status", cwd=str(repository))) is None
    # A link to a trusted repository is trusted.
    (repository.parent / "again").symlink_to(source)
    assert decide(rule, shell_request("git status", cwd=str(repository.parent / "again"))) == "accept"


def test_allow_read_only_commands_git_status_runs_configured_program_abstains(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}

    def run(*words: str) -> None:
        subprocess.run(words, cwd=tmp_path, env=environment, check=True, capture_output=True, timeout=20)

    run("git", "init", "-q", ".")
    run("git", "config", "core.fsmonitor", "touch started; false")
    subprocess.run(["git", "status"], cwd=tmp_path, env=environment, capture_output=True, timeout=20, check=False)
    assert (tmp_path / "started").exists()
    assert decide(READ_ONLY, shell_request("git status", cwd=str(tmp_path))) is None


# For each program the start of a harmless command, and words to append: harmless words, and words that write, delete or
# start something.
WORDS = {
    "find": (
        ".",
        "-name a.txt b.txt -type f -o ! ( ) , -print -printf %p -maxdepth 1 -size -5k +1 -not -newer -samefile -regex "
        "-delete -exec -execdir -ok touch made ; {} + -fprint -fprintf -fls -fprint0 -- -H -files0-from -O3 -D",
    ),
    "sed": (
        "-n 1p",
        "-n -E -e -i -ni -s --quiet --silent --in-place -f -- 1p 1,2p '$p' 1q /o/p /o/,/t/p 'p;p' = 's/o/x/w made' "
        "'w made' '1w made' '/o/w made' '1p;w made' 's/.*/touch made/e' '1e touch made' a.txt b.txt 1d -",
    ),
    "sort": (
        "a.txt",
        "-r -n -u -k 1 2 -t o -o made -omade -ro --output=made --outp=made --output made --reverse --key=1 -T . "
        "--compress-program=x --files0-from=a.txt -S 1 -- - a.txt b.txt -c -m -z --parallel=1",
    ),
    "tail": ("-n 1", "-n -n1 1 -1 +1 -c --lines=1 -q -v -z -- a.txt b.txt --bytes 2 --pid=1 made"),
    "diff": (
        "a.txt b.txt",
        "-u -q -r -l -y -U 1 --brief --unified --paginate -D X -o made --output=made a.txt b.txt . -- -N made",
    ),
    "git": (
        "log -1",
        "log status diff show branch tag remote grep ls-files rev-parse cat-file blame shortlog stash rm mv add commit "
        "-m -p -n 1 -1 -s -a -v -d -D -f --all --oneline --stat --output=made --output made --ext-diff --textconv "
        "-Otouch -c 'alias.x=!touch made' x -C . HEAD main a.txt b.txt -- --list --no-pager -l --cached o new "
        "--format=%H -L 1,1 --outp=made --no-index -O --open-files-in-pager=touch -e",
    ),
}


def tree(directory: Path) -> dict[str, bytes]:
    """Return the contents of all files below a directory.

    The index of git is omitted, because `git status` refreshes it.
    """
    files = (path for path in directory.rglob("*") if path.is_file() and path.name != "index")
    return {str(path.relative_to(directory)): path.read_bytes() for path in files}


@pytest.mark.parametrize("program", sorted(WORDS))
def test_allow_read_only_commands_allowed_command_changes_no_file(
    program: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    directory = tmp_path_factory.mktemp(program)
    environment = {"PATH": os.environ["PATH"], "HOME": str(directory), "GIT_CONFIG_NOSYSTEM": "1", "GIT_PAGER": "cat"}

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            words,
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
            check=False,
        )

    (directory / "a.txt").write_text("two\none\n")
    (directory / "b.txt").write_text("three\n")
    if program == "git":
        for setup in ("init -q .", "add a.txt", "-c user.name=a -c user.email=a@b commit -q -m one"):
            assert run("git", *setup.split()).returncode == 0
    before = tree(directory)
    rule = allow_read_only_commands(repositories=[directory] if program == "git" else [])
    allowed: list[str] = []

    start, others = map(shlex.split, WORDS[program])

    def try_words(words: list[str]) -> None:
        text = shlex.join([program, *words])
        if decide(rule, shell_request(text, cwd=str(directory))) == "accept":
            allowed.append(text)
            run(program, *words)
            assert tree(directory) == before, text

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from([start, []]), st.lists(st.sampled_from(others), max_size=4))
    def try_several(start_words: list[str], rest: list[str]) -> None:
        try_words([*start_words, *rest])

    try_several()
    for word in others:
        # An existing file as target, so that a command that writes to it has an effect.
        try_words([*start, word])
        try_words([*start, word, "a.txt"])
    # Guard against a test that checks nothing.
    assert len(set(allowed)) > 5
