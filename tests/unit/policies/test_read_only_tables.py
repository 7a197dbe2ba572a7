"""The programs and options that `allow_read_only_commands` accepts, compared with complete literal lists."""

from __future__ import annotations

import string
from typing import NamedTuple

import pytest

from openai_codex.policies.read_only import is_read_only, is_read_only_git

# fmt: off
WITH_ANY_OPTION = [
    "basename", "cat", "cmp", "cut", "df", "dirname", "du", "echo", "egrep", "false", "fgrep", "grep", "head", "id",
    "ls", "md5sum", "nl", "pwd", "readlink", "realpath", "sha1sum", "sha256sum", "stat", "tr", "true", "uname", "wc",
    "which", "whoami",
]
UNKNOWN_PROGRAMS = [
    "awk", "bash", "chmod", "cp", "curl", "date", "dd", "env", "git", "hostname", "less", "ln", "make", "man", "more",
    "mv", "perl", "printf", "python", "rm", "sh", "split", "tee", "test", "time", "touch", "truncate", "uniq", "vi",
    "xargs", "xxd", "yes",
]
# fmt: on


class Options(NamedTuple):
    """The accepted options of a program, and dangerous long options, which must be refused."""

    letters: str
    names: str
    dangerous: str = ""
    operands: bool = True


PROGRAMS = {
    "diff": Options(
        "BENTUWabcdeinpqrstuwy",
        """
        brief color expand-tabs ignore-all-space ignore-blank-lines ignore-case ignore-space-change minimal new-file
        recursive report-identical-files side-by-side text unified width
        """,
        "output paginate",
    ),
    "file": Options(
        "ELbhikr",
        "brief dereference keep-going mime mime-encoding mime-type no-dereference",
        "compile magic-file uncompress uncompress-noreport",
    ),
    "rg": Options(
        "ABCEFHILMNPSTUcefghilmnopqrstuvwx",
        """
        after-context before-context case-sensitive color column context count count-matches crlf encoding files
        files-with-matches files-without-match fixed-strings glob glob-case-insensitive heading hidden iglob
        ignore-case ignore-file invert-match json line-number line-regexp max-columns max-count max-depth max-filesize
        multiline multiline-dotall no-config no-filename no-heading no-ignore no-ignore-vcs no-line-number no-messages
        null only-matching passthru path-separator pcre2 pretty quiet regexp replace smart-case sort sortr stats text
        trim type type-list type-not unrestricted version vimgrep with-filename word-regexp
        """,
        "hostname-bin pre pre-glob search-zip",
    ),
    "sort": Options(
        "CMRVbcdfghikmnrstuz",
        """
        check dictionary-order field-separator general-numeric-sort human-numeric-sort ignore-case
        ignore-leading-blanks key month-sort numeric-sort reverse stable unique version-sort zero-terminated
        """,
        "compress-program output temporary-directory",
    ),
    "tail": Options("cnqvz", "bytes lines quiet silent verbose zero-terminated", "follow pid retry"),
    "tree": Options(
        "ACDFILNPQSUadfghilnprstu", "dirsfirst filelimit gitignore matchdirs noreport prune", "fromfile output"
    ),
}
DIFF_NAMES = """
    abbrev abbrev-commit after all author before branches cc children color cumulative date date-order decorate
    diff-algorithm diff-filter dirstat exit-code find-copies find-renames first-parent follow format full-index
    function-context graph grep histogram ignore-all-space ignore-blank-lines ignore-space-change invert-grep
    left-right max-count merges minimal name-only name-status no-abbrev-commit no-color no-decorate no-ext-diff
    no-merges no-patch no-prefix no-renames no-textconv numstat oneline parents patch patch-with-stat patience
    pickaxe-all pickaxe-regex pretty quiet raw regexp-ignore-case relative relative-date reverse shortstat since skip
    stat summary tags topo-order unified until word-diff
"""
DIFF_DANGEROUS = "ext-diff output remerge-diff show-signature submodule textconv"
GIT = {
    "blame": Options(
        "LMbceflnpstw",
        "abbrev color date line-porcelain porcelain root show-email show-name",
        "contents textconv",
    ),
    "branch": Options(
        "arv",
        "all list no-color remotes show-current verbose",
        "copy create-reflog delete edit-description force move set-upstream-to track unset-upstream",
        operands=False,
    ),
    "cat-file": Options("epst", "", "batch filters textconv"),
    "describe": Options("", "abbrev all always contains dirty exact-match long match tags", "broken"),
    "diff": Options("BCDGMRSUbpstuwz", DIFF_NAMES + "cached merge-base staged", DIFF_DANGEROUS),
    "for-each-ref": Options("", "contains count format merged no-merged points-at sort", "python shell"),
    "grep": Options(
        "ABCEFGHILPWacehilnopqvwz",
        """
        after-context all-match and before-context break cached column context count extended-regexp
        files-with-matches fixed-strings heading ignore-case invert-match line-number name-only not only-matching or
        perl-regexp untracked word-regexp
        """,
        "ext-grep open-files-in-pager textconv",
    ),
    "log": Options("BCDGLMRSUbcgimnpstuwz", DIFF_NAMES, DIFF_DANGEROUS),
    "ls-files": Options(
        "cdkmostuvz", "abbrev cached deleted exclude-standard full-name modified others stage", "recurse-submodules"
    ),
    "ls-tree": Options("dlrtz", "abbrev full-name full-tree long name-only object-only"),
    "merge-base": Options("a", "all fork-point independent is-ancestor octopus"),
    "remote": Options("v", "verbose", operands=False),
    "rev-list": Options(
        "n",
        "all branches count first-parent left-right max-count merges no-merges since tags until",
        "use-bitmap-index",
    ),
    "rev-parse": Options(
        "",
        "abbrev-ref absolute-git-dir git-dir is-inside-work-tree short show-prefix show-toplevel verify",
        "parseopt resolve-git-dir sq-quote",
    ),
    "shortlog": Options("cens", "after all before email numbered since summary until", "output"),
    "show": Options("BCDGMRSUbcpstuwz", DIFF_NAMES, DIFF_DANGEROUS),
    "show-ref": Options("dqs", "abbrev head heads tags verify", "exclude-existing"),
    "status": Options("bsuvz", "branch ignored long porcelain short show-stash untracked-files verbose"),
    "tag": Options(
        "l",
        "list no-color",
        "annotate cleanup create-reflog delete edit file force local-user message sign verify",
        operands=False,
    ),
}
COMMANDS: dict[tuple[str, ...], Options] = {
    **{(program,): options for program, options in PROGRAMS.items()},
    **{("git", subcommand): options for subcommand, options in GIT.items()},
}
KNOWN_NAMES = {name for options in COMMANDS.values() for name in (options.names + " " + options.dangerous).split()}
FIND = """
    -H -L -P -a -amin -and -anewer -atime -cmin -cnewer -ctime -daystart -depth -empty -executable -false -follow -gid
    -group -ignore_readdir_race -ilname -iname -inum -ipath -iregex -links -lname -ls -maxdepth -mindepth -mmin -mount
    -mtime -name -newer -newermt -nogroup -noleaf -not -nouser -nowarn -o -or -path -perm -print -print0 -printf -prune
    -quit -readable -regex -regextype -samefile -size -true -type -uid -user -warn -wholename -writable -xdev -xtype
"""
FIND_DANGEROUS = """
    -delete -exec -execdir -files0-from -fls -fprint -fprint0 -fprintf -ok -okdir -D -O3 -f -s -x -acl -names --name
    -Name -- -printx --version -unknown
"""


def accepts(*argv: str) -> bool:
    return is_read_only_git(argv) if argv[0] == "git" else is_read_only(argv)


def test_programs_with_any_option_are_exactly_those() -> None:
    known = [*WITH_ANY_OPTION, *UNKNOWN_PROGRAMS, *PROGRAMS, "find", "sed"]
    assert [program for program in known if is_read_only((program, "--unknown", "-aZ9", "a"))] == WITH_ANY_OPTION
    assert [program for program in UNKNOWN_PROGRAMS if is_read_only((program,))] == []


def test_git_subcommands_are_exactly_those() -> None:
    others = """
        add am annotate apply archive bisect bundle check-attr checkout cherry-pick clean clone commit config
        count-objects credential diff-files diff-index difftool fetch filter-branch format-patch fsck gc help init
        ls-remote maintenance merge mv notes prune pull push range-diff rebase reflog repack replace reset restore
        revert rm stash submodule switch symbolic-ref update-index update-ref var verify-commit verify-tag version
        whatchanged worktree write-tree
    """
    assert [name for name in sorted([*GIT, *others.split()]) if is_read_only_git(("git", name))] == sorted(GIT)
    assert not any(
        is_read_only_git(("git", option, "log")) for option in ("-p", "-C", "--bare", "--paginate", "--", "")
    )
    assert is_read_only_git(("git", "-P", "--no-pager", "log"))
    assert not is_read_only_git(("git", "-P"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_accepted_options_are_exactly_those(command: tuple[str, ...]) -> None:
    options = COMMANDS[command]
    letters = [letter for letter in string.ascii_letters if accepts(*command, f"-{letter}")]
    assert "".join(sorted(letters)) == "".join(sorted(options.letters))
    names = sorted(options.names.split())
    assert sorted(name for name in KNOWN_NAMES if accepts(*command, f"--{name}")) == names
    assert sorted(name for name in KNOWN_NAMES if accepts(*command, f"--{name}=x")) == names
    assert accepts(*command)
    for operand in ("a", "./b", "-", ""):
        assert accepts(*command, operand) == options.operands


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_words_that_resemble_accepted_options(command: tuple[str, ...]) -> None:
    options = COMMANDS[command]
    every_letter = f"-{options.letters}"
    assert accepts(*command, every_letter, f"{every_letter}12", "-5", "--")
    refused = [f"-{letter}" for letter in string.ascii_letters if letter not in options.letters]
    refused += [f"{every_letter}{word[1:]}" for word in refused]
    for name in options.names.split():
        refused += [f"-{name}=", f"--{name}x", f"--{name.upper()}", f"---{name}"]
    refused += [f"--{name[:-1]}" for name in options.names.split() if name[:-1] not in options.names.split()]
    refused += ["--=", "--=x", "---", "--unknown", "-\u00e4", "-_", "-5.", "-5a", f"{every_letter}1x", "-=", "-n\n"]
    # The dangerous option is found at each position, also after `--`, which may be the value of an option.
    for word in refused:
        assert not accepts(*command, word), word
        assert not accepts(*command, "--", word, "--"), word


def test_find_expressions_are_exactly_those() -> None:
    known = sorted(FIND.split() + FIND_DANGEROUS.split())
    assert [word for word in known if accepts("find", ".", word, "a")] == sorted(FIND.split())
    assert [word for word in known if accepts("find", word)] == sorted(FIND.split())
    assert accepts("find", "-size", "-5", "-mtime", "-12", "-size", "-10k", "!", "(", ")", ",", "+5")
    for word in ("-5kb", "-k5", "-5 ", "-5.5", "-"):
        assert not accepts("find", ".", word), word


def test_sed_options_are_exactly_those() -> None:
    silent = ["-n", "-nE", "-nr", "-En", "-rn", "--quiet", "--silent"]
    others = """
        -E -r -e -f -i -ni -in -s -ns -u -z -l -b -nn -nEr --expression=p --file=x --in-place --in-place=x --quie
        --silent=x --debug --posix --follow-symlinks -- - -n1
    """
    assert [word for word in (*silent, *others.split()) if accepts("sed", word, "1p", "a")] == silent
    for word in ("-E", "-r"):
        assert accepts("sed", word, "-n", "1p")
        assert accepts("sed", "1p", "-n", word)
    for word in ("-i", "-s", "-e", "--in-place", "--"):
        assert not accepts("sed", "-n", "1p", word, "a")
    assert not accepts("sed", "-n")


@pytest.mark.parametrize(
    "script",
    [
        "p",
        "=",
        "1p",
        "$p",
        "12,34p",
        "1,$p",
        "/a b/p",
        "/a/,/b/=",
        "1,/b/p",
        "5q",
        "$q",
        "/a/q",
        "p;p",
        "1p;  2q",
        "p;",
    ],
)
def test_sed_script_that_prints_is_accepted(script: str) -> None:
    assert accepts("sed", "-n", script, "a")


@pytest.mark.parametrize(
    "script",
    [
        *(
            "",
            ";",
            "q",
            "1,2q",
            "1",
            "1d",
            "d",
            "e",
            "1e",
            "w x",
            "1w x",
            "1,2w x",
            "r x",
            "R x",
            "W x",
            "s/a/b/",
            "y/a/b/",
        ),
        *(
            "i x",
            "a x",
            "c x",
            "n",
            "N",
            "D",
            "F",
            "l",
            "z",
            "x",
            "b",
            "t",
            ":a",
            "{p}",
            "1!p",
            "1~2p",
            "1,+2p",
            "0~4p",
        ),
        *(
            "p p",
            "pw x",
            "1p w x",
            "p;w x",
            "p; ;p",
            "p;;p",
            "p\n",
            "p\nw x",
            "p;\np",
            "/a\\/p",
            "/[/]/p",
            "/a\n/p",
            "//p",
        ),
        *("/a/Ip", "/a/w x", "\\,a,p", "1,p", ",1p", "-1p", "$$p", "1 p", " p", "p #"),
    ],
)
def test_sed_script_with_other_command_or_syntax_is_refused(script: str) -> None:
    assert not accepts("sed", "-n", script, "a")


@pytest.mark.parametrize("subcommand", ["log", "show"])
@pytest.mark.parametrize(
    "placeholder", ["%G?", "%GG", "%GK", "%+GS", "%-GF", "% GP", "%h%n%<(10)%GT", "%h\n%G?", "%%G?"]
)
def test_git_format_that_verifies_signatures_is_refused(subcommand: str, placeholder: str) -> None:
    """git starts gpg or ssh-keygen for these."""
    assert accepts("git", subcommand, "--format=%h %an %aG G% %x47", "HEAD")
    for option in ("--format=", "--pretty=", "--pretty=format:", "--pretty=tformat:"):
        assert not accepts("git", subcommand, option + placeholder, "HEAD")


@pytest.mark.parametrize(
    "words",
    [
        ["--format=%(signature)"],
        ["--format", "%(refname) %(*signature:grade)"],
        ["--sort=signature:key"],
        ["--sort", "*signature"],
    ],
)
def test_git_for_each_ref_that_verifies_signatures_is_refused(words: list[str]) -> None:
    assert accepts("git", "for-each-ref", "--sort=-refname", "--format=%(refname)", "refs/heads")
    assert not accepts("git", "for-each-ref", *words)
