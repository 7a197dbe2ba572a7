"""Read-only commands: known programs and their harmless options.

Unknown options are rejected: a missing option costs the user a question, a wrong one a file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


# Harmless with any arguments. printf and test are missing: as shell built-ins they evaluate the index of a name such as
# `a[$(touch x)]`.
_ANY_OPTION = word_set(
    "basename cat cmp cut df dirname du echo egrep false fgrep grep head id ls md5sum nl pwd readlink realpath sha1sum "
    "sha256sum stat tr true uname wc which whoami"
)


class _Options(NamedTuple):
    """Harmless options of a program.

    Because all of them are harmless, it does not matter which words are values of options.
    """

    short: str
    """Option letters: alone, combined (`-la`) or with a number (`-n5`). A number alone (`-5`) is harmless."""

    long: frozenset[str]
    """Long option names without dashes. Abbreviations, which many programs accept, do not match."""

    operands: bool
    """Whether words that are not options are harmless."""

    def allow(self, words: Sequence[str]) -> bool:
        """Return whether all words are harmless.

        Every word that starts with a dash counts as an option, even after `--`, which may be the value of an option.
        """
        return all(self._option(word) if word.startswith("-") and word != "-" else self.operands for word in words)

    def _option(self, word: str) -> bool:
        if word.startswith("--"):
            return word == "--" or word[2:].partition("=")[0] in self.long
        match = re.fullmatch(r"-([A-Za-z]*)[0-9]*", word)
        return match is not None and set(match[1]) <= set(self.short)


def _options(short: str, long: str, *, operands: bool = True) -> _Options:
    return _Options(short, word_set(long), operands)


_OPTIONS = {
    "diff": _options(
        "aBbcdEeiNnpqrstTuUWwy",
        "brief color expand-tabs ignore-all-space ignore-blank-lines ignore-case ignore-space-change minimal "
        "new-file recursive report-identical-files side-by-side text unified width",
    ),
    # Missing: -C, which writes a magic file, and -z, which starts other programs.
    "file": _options("bEhiLkr", "brief dereference keep-going mime mime-encoding mime-type no-dereference"),
    # Missing: --pre, --hostname-bin and -z, which start programs.
    "rg": _options(
        "ABCcEeFfgHhIiLlMmNnoPpqrSsTtUuvwx",
        "after-context before-context case-sensitive color column context count count-matches crlf encoding "
        "files files-with-matches files-without-match fixed-strings glob glob-case-insensitive heading hidden "
        "iglob ignore-case ignore-file invert-match json line-number line-regexp max-columns max-count max-depth "
        "max-filesize multiline multiline-dotall no-config no-filename no-heading no-ignore no-ignore-vcs "
        "no-line-number no-messages null only-matching passthru path-separator pcre2 pretty quiet regexp replace "
        "smart-case sort sortr stats text trim type type-list type-not unrestricted version vimgrep "
        "with-filename word-regexp",
    ),
    # Missing: -o and -T, which write files, and --compress-program, which starts a program.
    "sort": _options(
        "bCcdfghikMmnRrstuVz",
        "check dictionary-order field-separator general-numeric-sort human-numeric-sort ignore-case "
        "ignore-leading-blanks key month-sort numeric-sort reverse stable unique version-sort zero-terminated",
    ),
    # Missing: -f, which never ends.
    "tail": _options("cnqvz", "bytes lines quiet silent verbose zero-terminated"),
    # Missing: -o and -R, which write files.
    "tree": _options("AaCDdFfghIiLlNnPpQrSstUu", "dirsfirst filelimit gitignore matchdirs noreport prune"),
}

# Missing: -delete, -exec, -execdir, -ok, -okdir, -fls, -fprint, -fprint0, -fprintf, and actions of newer versions.
_FIND = word_set(
    "-H -L -P -a -amin -and -anewer -atime -cmin -cnewer -ctime -daystart -depth -empty -executable -false -follow "
    "-gid -group -ignore_readdir_race -ilname -iname -inum -ipath -iregex -links -lname -ls -maxdepth -mindepth "
    "-mmin -mount -mtime -name -newer -newermt -nogroup -noleaf -not -nouser -nowarn -o -or -path -perm -print "
    "-print0 -printf -prune -quit -readable -regex -regextype -samefile -size -true -type -uid -user -warn -wholename "
    "-writable -xdev -xtype"
)
_FIND_NUMBER = re.compile(r"-[0-9]+[A-Za-z]?")

_SED_OPTIONS = word_set("-n -E -r -nE -nr -En -rn --quiet --silent")
# No brackets or escapes: implementations differ in where such an expression ends.
_SED_ADDRESS = r"(?:[0-9]+|\$|/[^/\\\[\n]+/)"
# Only print and quit: other commands write (w), read (r) or run (e) files.
_SED_STEP = rf"(?:{_SED_ADDRESS}(?:,{_SED_ADDRESS})?)?[p=]|{_SED_ADDRESS}q"
_SED_SCRIPT = re.compile(rf"(?:{_SED_STEP})(?:; *(?:{_SED_STEP}))*;?")

_REVISIONS = (
    "abbrev abbrev-commit after all author before branches cc children color cumulative date date-order decorate "
    "diff-algorithm diff-filter dirstat exit-code find-copies find-renames first-parent follow format full-index "
    "function-context graph grep histogram ignore-all-space ignore-blank-lines ignore-space-change invert-grep "
    "left-right max-count merges minimal name-only name-status no-abbrev-commit no-color no-decorate no-ext-diff "
    "no-merges no-patch no-prefix no-renames no-textconv numstat oneline parents patch patch-with-stat patience "
    "pickaxe-all pickaxe-regex pretty quiet raw regexp-ignore-case relative relative-date reverse shortstat "
    "since skip stat summary tags topo-order unified until word-diff"
)
# Missing: --ext-diff and --textconv, which start a program, and --output, which writes a file.
_GIT = {
    "blame": _options("bceflLMnpstw", "abbrev color date line-porcelain porcelain root show-email show-name"),
    "branch": _options("arv", "all list no-color remotes show-current verbose", operands=False),
    "cat-file": _options("epst", ""),
    "describe": _options("", "abbrev all always contains dirty exact-match long match tags"),
    "diff": _options("bBCDGMSUpRstuwz", _REVISIONS + " cached merge-base staged"),
    "for-each-ref": _options("", "contains count format merged no-merged points-at sort"),
    # Missing: -O, which starts a pager.
    "grep": _options(
        "ABCEFGHILPWacehilnopqvwz",
        "after-context all-match and before-context break cached column context count extended-regexp files-with-"
        "matches fixed-strings heading ignore-case invert-match line-number name-only not only-matching or perl-regexp "
        "untracked word-regexp",
    ),
    "log": _options("bBcCDGLMSUgimnpRstuwz", _REVISIONS),
    "ls-files": _options("cdkmostuvz", "abbrev cached deleted exclude-standard full-name modified others stage"),
    "ls-tree": _options("dlrtz", "abbrev full-name full-tree long name-only object-only"),
    "merge-base": _options("a", "all fork-point independent is-ancestor octopus"),
    "remote": _options("v", "verbose", operands=False),
    "rev-list": _options("n", "all branches count first-parent left-right max-count merges no-merges since tags until"),
    "rev-parse": _options(
        "", "abbrev-ref absolute-git-dir git-dir is-inside-work-tree short show-prefix show-toplevel verify"
    ),
    "shortlog": _options("cens", "after all before email numbered since summary until"),
    "show": _options("bBcCDGMSUpRstuwz", _REVISIONS),
    "show-ref": _options("dqs", "abbrev head heads tags verify"),
    "status": _options("bsuvz", "branch ignored long porcelain short show-stash untracked-files verbose"),
    "tag": _options("l", "list no-color", operands=False),
}
# Placeholders and fields of formats for which git starts gpg or ssh-keygen.
_SIGNATURE = {
    "for-each-ref": re.compile("signature"),
    "log": re.compile("%[-+ ]?G"),
    "show": re.compile("%[-+ ]?G"),
}


def is_read_only(argv: Sequence[str]) -> bool:
    """Return whether a command, other than git, writes no file and starts no program."""
    program, words = argv[0], argv[1:]
    if program in _ANY_OPTION:
        return True
    if program == "find":
        return all(word in _FIND or _FIND_NUMBER.fullmatch(word) for word in words if word.startswith("-"))
    if program == "sed":
        return _sed_only_prints(words)
    return program in _OPTIONS and _OPTIONS[program].allow(words)


def is_read_only_git(argv: Sequence[str]) -> bool:
    """Return whether a git command is read-only, apart from the repository's configuration.

    Before the subcommand only --no-pager and -P are allowed: other options set configuration and programs.
    """
    words = list(argv[1:])
    while words and words[0] in ("--no-pager", "-P"):
        del words[0]
    if not words or words[0] not in _GIT:
        return False
    subcommand, arguments = words[0], words[1:]
    signature = _SIGNATURE.get(subcommand)
    shows_signature = signature is not None and any(signature.search(word) for word in arguments)
    return _GIT[subcommand].allow(arguments) and not shows_signature


def _sed_only_prints(words: Sequence[str]) -> bool:
    options = [word for word in words if word.startswith("-")]
    operands = [word for word in words if not word.startswith("-")]
    silent = any("n" in option or option.startswith("--") for option in options)
    known = silent and all(option in _SED_OPTIONS for option in options)
    return known and bool(operands) and _SED_SCRIPT.fullmatch(operands[0]) is not None
