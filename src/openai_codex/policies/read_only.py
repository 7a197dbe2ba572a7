"""Commands that only read: which programs, and which of their options.

What is not known to be harmless is left out: an option that is missing here costs a question, one too many a file.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# They neither write nor run anything, whatever they are given. That rules out printf, test and the like: the index of a
# name such as `a[$(touch x)]` is evaluated by those that are built into bash.
_ANY_OPTION = _word_set(
    "basename cat cmp cut df dirname du echo egrep false fgrep grep head id ls md5sum nl pwd readlink realpath sha1sum "
    "sha256sum stat tr true uname wc which whoami"
)


class _Options(NamedTuple):
    """Options of one program, all of them harmless: so it does not matter which of the words are values of others."""

    short: str = ""
    """Letters, alone, together (`-la`) or with a number (`-n5`). A number alone (`-5`) is always harmless."""

    long: frozenset[str] = frozenset()
    """Names without the dashes, with or without a value. In full: programs also take what names begin with."""

    operands: bool = True
    """Whether words that are no options are harmless too."""

    def allow(self, words: Sequence[str]) -> bool:
        """Return whether all words are harmless.

        Every word that begins with a dash is looked at as an option, also behind `--`, which may be a value itself.
        """
        return all(self._option(word) if word.startswith("-") and word != "-" else self.operands for word in words)

    def _option(self, word: str) -> bool:
        if word.startswith("--"):
            name = word[2:].partition("=")[0]
            return not name or name in self.long
        found = re.fullmatch(r"-([A-Za-z]*)[0-9]*", word)
        return found is not None and set(found[1]) <= set(self.short)


def _options(short: str = "", long: str = "", *, operands: bool = True) -> _Options:
    return _Options(short, _word_set(long), operands)


_OPTIONS = {
    "diff": _options(
        "aBbcdEeiNnpqrstTuUWwy",
        "brief color expand-tabs ignore-all-space ignore-blank-lines ignore-case ignore-space-change minimal "
        "new-file recursive report-identical-files side-by-side text unified width",
    ),
    # Not -C, which writes a file of magic numbers, nor -z, which starts other programs.
    "file": _options("bEhiLkr", "brief dereference keep-going mime mime-encoding mime-type no-dereference"),
    # Not --pre and --hostname-bin, which start a program, nor -z, which does so as well.
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
    # Not -o, which writes, nor -T and --compress-program.
    "sort": _options(
        "bCcdfghikMmnRrstuVz",
        "check dictionary-order field-separator general-numeric-sort human-numeric-sort ignore-case "
        "ignore-leading-blanks key month-sort numeric-sort reverse stable unique version-sort zero-terminated",
    ),
    # Not -f, which never ends.
    "tail": _options("cnqvz", "bytes lines quiet silent verbose zero-terminated"),
    # Not -o and -R, which write.
    "tree": _options("AaCDdFfghIiLlNnPpQrSstUu", "dirsfirst filelimit gitignore matchdirs noreport prune"),
}

# Not -delete, -exec, -execdir, -ok, -okdir, -fls, -fprint, -fprint0, -fprintf and what newer versions bring.
_FIND = _word_set(
    "-H -L -P -a -amin -and -anewer -atime -cmin -cnewer -ctime -daystart -depth -empty -executable -false -follow "
    "-gid -group -ignore_readdir_race -ilname -iname -inum -ipath -iregex -links -lname -ls -maxdepth -mindepth "
    "-mmin -mount -mtime -name -newer -newermt -nogroup -noleaf -not -nouser -nowarn -o -or -path -perm -print "
    "-print0 -printf -prune -quit -readable -regex -regextype -samefile -size -true -type -uid -user -warn -wholename "
    "-writable -xdev -xtype"
)
_FIND_NUMBER = re.compile(r"-[0-9]+[A-Za-z]?")

_SED_OPTIONS = _word_set("-n -E -r -nE -nr -En -rn --quiet --silent")
# Without brackets and escapes, because programs differ in where such an expression ends.
_SED_ADDRESS = r"(?:[0-9]+|\$|/[^/\\\[\n]+/)"
# Only lines to print and where to stop: other commands of sed write (w), read (r) or run (e) something.
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
# All diffs may start a program by --ext-diff and --textconv, and write a file by --output.
_GIT = {
    "blame": _options("bceflLMnpstw", "abbrev color date line-porcelain porcelain root show-email show-name"),
    "branch": _options("arv", "all list no-color remotes show-current verbose", operands=False),
    "cat-file": _options("epst"),
    "describe": _options("", "abbrev all always contains dirty exact-match long match tags"),
    "diff": _options("bBCDGMSUpRstuwz", _REVISIONS + " cached merge-base staged"),
    "for-each-ref": _options("", "contains count format merged no-merged points-at sort"),
    # Not -O, which starts a pager.
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


def is_read_only(argv: Sequence[str]) -> bool:
    """Return whether a command, other than git, is known to write nothing and to start nothing."""
    program, words = argv[0], argv[1:]
    if program in _ANY_OPTION:
        return True
    if program == "find":
        return all(word in _FIND or _FIND_NUMBER.fullmatch(word) for word in words if word.startswith("-"))
    if program == "sed":
        return _sed_only_prints(words)
    return program in _OPTIONS and _OPTIONS[program].allow(words)


def is_read_only_git(argv: Sequence[str]) -> bool:
    """Return whether a git command is known to change nothing, if the settings of the repository do not make it.

    No option in front of the subcommand but --no-pager and -P: the others say where settings and programs come from.
    """
    words = list(argv[1:])
    while words and words[0] in ("--no-pager", "-P"):
        del words[0]
    return bool(words) and words[0] in _GIT and _GIT[words[0]].allow(words[1:])


def is_in_repository(cwd: str, repositories: Collection[str]) -> bool:
    """Return whether git in a folder would work on one of some repositories (real paths), and on none inside of it."""
    folder = os.path.realpath(cwd)
    # As git does: the first folder upwards counts that has a .git, or is a repository without a working tree.
    while not os.path.lexists(os.path.join(folder, ".git")):
        if folder == os.path.dirname(folder) or os.path.lexists(os.path.join(folder, "HEAD")):
            return False
        folder = os.path.dirname(folder)
    return folder in repositories


def _sed_only_prints(words: Sequence[str]) -> bool:
    options = [word for word in words if word.startswith("-")]
    operands = [word for word in words if not word.startswith("-")]
    silent = any("n" in option or option.startswith("--") for option in options)
    known = silent and all(option in _SED_OPTIONS for option in options)
    return known and bool(operands) and _SED_SCRIPT.fullmatch(operands[0]) is not None
