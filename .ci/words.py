#!/usr/bin/env python3
"""Counts the Norwegian words that documents are read by and that stand in Rust, file by file; they may only become fewer.

    .ci/words.py              fails where a file has more of them than words.tsv allows, or fewer (lower it then)
    .ci/words.py --list FILE  shows what is counted in a file
    .ci/words.py --update     lowers the numbers; raises none without --raise
    .ci/words.py --self-test  proves that all of this can fail

Such words belong in `grammars/*.toml`, where anybody can add one without Rust. words.tsv, beside this
script, has a line for each file that still has some: its path and how many.

What is counted: string literals of the rooms that read (ROOMS) that have a Norwegian letter (æ, ø, å), or all of
whose words stand in the word lists of the grammar files. What is not: comments; modules under
`#[cfg(test)]` and files of tests; the other rooms, whose Norwegian is written for people who look things up;
sentences, which are no words a document is read by (SENTENCE words or more, or a placeholder in them); and words
that are English as well (ENGLISH), save where a Norwegian letter tells them apart. So the count is a measure and no proof: a
word that no grammar file has and that is plain ASCII is not seen until some list holds it; then it stands in two
places, and the file of Rust is told of.

Python 3.9, standard library only. Exit status 0, or 1 where a number is not as it should be."""
import argparse, pathlib, re, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
COUNTS = HERE / "words.tsv"
ROOMS = ("source", "layout", "structure", "grammar", "kinds", "residue", "check")
SENTENCE = 7
ENGLISH = set("""
    a absolute after all amount and annual are as at be body by can case change chapter code comment company date dates department
    document end error field file fire for form format from full goal has head hit in index instruction is issue item kind kl label lead letter
    line list management mar may means meter meeting more name national new next no none note number of on one or order page paragraph
    part per plan point post previous priority program project protocol quarter read report request result role section sector series set
    start state status sum system table target term test text than that the then this time title to total type unit values version week
    who with word year
""".split())
NORWEGIAN = re.compile(r"[æøåÆØÅ]")
WORD = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*")
# A comment, a char or lifetime, a raw string, a string: whichever comes first.
TOKEN = re.compile(
    r"""(?P<line>//[^\n]*)|(?P<block>/\*.*?\*/)|(?P<char>'(?:\\.[^']*|[^'\\])')|b?r(?P<hashes>\#*)"(?P<raw>.*?)"(?P=hashes)|b?"(?P<text>(?:\\.|[^"\\])*)\"""",
    re.S,
)
TESTS = re.compile(r"^( *)#\[cfg\(test\)\]\n(?: *#\[[^\n]*\n)* *mod [^\n]*\{\n.*?^\1\}\n", re.S | re.M)


def grammar_words(folder):
    """All words of the lists in the grammar files, in lower case; their examples and refusals are none."""
    words = set()
    for file in sorted(folder.glob("*.toml")):
        text = re.sub(r"^\s*#[^\n]*", "", file.read_text(encoding="utf-8"), flags=re.M)
        for key, array in re.findall(r"^(\w+)\s*=\s*\[(.*?)\]\s*$", text, re.S | re.M):
            if key not in ("examples", "refusals"):
                for entry in re.findall(r'"([^"]*)"', array):
                    words.update(word.lower() for word in WORD.findall(entry))
    return {word for word in words if len(word) > 1}


def literals(source):
    """The string literals of a file outside comments and tests, each with its line."""
    # The tests leave their lines behind, so that the numbers of the others stay.
    source = TESTS.sub(lambda tests: "\n" * tests[0].count("\n"), source)
    for token in TOKEN.finditer(source):
        text = token["text"] if token["text"] is not None else token["raw"]
        if text is not None:
            yield source.count("\n", 0, token.start()) + 1, text


def is_counted(literal, known):
    words = WORD.findall(literal)
    if not words or len(words) >= SENTENCE or "{" in literal:
        return False
    if NORWEGIAN.search(literal):
        return True
    lower = [word.lower() for word in words]
    return all(word in known for word in lower) and not all(word in ENGLISH for word in lower)


def count(root):
    """`{file: [(line, literal)]}` of the files that have some."""
    known, found = grammar_words(root / "grammars"), {}
    for path in sorted(path for room in ROOMS for path in (root / "src" / room).rglob("*.rs")):
        name = path.relative_to(root).as_posix()
        if "tests" in path.stem.split("_"):
            continue
        counted = [(line, text) for line, text in literals(path.read_text(encoding="utf-8")) if is_counted(text, known)]
        if counted:
            found[name] = counted
    return found


def load(file):
    if not file.exists():
        return {}
    rows = (row.split("\t") for row in file.read_text(encoding="utf-8").splitlines())
    return {name: int(number) for name, number in rows}


def save(file, counts):
    file.write_text("".join(f"{name}\t{number}\n" for name, number in sorted(counts.items())), encoding="utf-8")


def run(arguments):
    root, file = pathlib.Path(arguments.root), pathlib.Path(arguments.counts)
    found = count(root)
    if arguments.list:
        for line, text in found.get(arguments.list, []):
            print(f"{arguments.list}:{line}: {text}")
        return 0
    now, allowed = {name: len(texts) for name, texts in found.items()}, load(file)
    more = [name for name in now if now[name] > allowed.get(name, 0)]
    fewer = [name for name in allowed if now.get(name, 0) < allowed[name]]
    for name in more if not arguments.raise_ else ():
        print(f"words: {name} has {now[name]} Norwegian words, {allowed.get(name, 0)} are allowed: put the new ones into grammars/*.toml "
              f"(deadlines.toml, words.toml, …) and ask the grammar for them; `.ci/words.py --list {name}` shows all", file=sys.stderr)
    if arguments.update and (arguments.raise_ or not more):
        save(file, now)
        print(f"words: {sum(now.values())} Norwegian words in {len(now)} files of Rust, {sum(allowed.values())} before")
        return 0
    if not more and fewer:
        print(f"words: fewer than allowed in {', '.join(fewer)}: lower the numbers with `.ci/words.py --update`", file=sys.stderr)
    if more or fewer:
        return 1
    print(f"words: {sum(now.values())} Norwegian words in {len(now)} files of Rust, none more than allowed")
    return 0


# --- proof that it can fail

RUST = '''//! «innen» in a comment.
const LIMITS: [&str; 2] = ["innen", r"seinast"];
fn said(c: char) -> bool {
    c == '"' || fails("the word «før» is missing in this long message to somebody", "Kåre") // "senest"
}
%s
#[cfg(test)]
mod tests {
    #[test]
    fn reads() {
        assert!(said("innen"));
    }
}
'''


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "grammars").mkdir()
        for room in ("web", "kinds"):
            (root / "src" / room).mkdir(parents=True)
        (root / "grammars" / "words.toml").write_text('[[words]]\nwords = [\n  "innen", "seinast", "status",\n]\nexamples = ["senest"]\n', encoding="utf-8")

        def held(more, *options):
            (root / "src" / "kinds" / "a.rs").write_text(RUST % more, encoding="utf-8")
            (root / "src" / "web" / "b.rs").write_text(RUST % "", encoding="utf-8")
            arguments = parse(["--root", folder, "--counts", str(root / "words.tsv"), *options])
            return run(arguments)

        def expect(what, outcome, wanted):
            if outcome != wanted:
                sys.exit(f"words: the self-test fails: {what}: {outcome}, not {wanted}")

        sys.stdout, sys.stderr, kept = open("/dev/null", "w"), open("/dev/null", "w"), (sys.stdout, sys.stderr)
        try:
            outcomes = [held(""), held("", "--update", "--raise"), held("")]
            written = load(root / "words.tsv")
            outcomes += [held('const X: &str = "status";'), held('const X: &str = "Innen";'), held('const X: &str = "Innen";', "--update")]
            outcomes += [int(load(root / "words.tsv") != written), held("")]
            (root / "words.tsv").write_text("src/kinds/a.rs\t9\n", encoding="utf-8")
            outcomes += [held(""), held("", "--update"), held("")]
        finally:
            sys.stdout, sys.stderr = kept
        expect("what is counted", written, {"src/kinds/a.rs": 3})
        expect("statuses", outcomes, [1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0])
    print("words: the self-test holds")
    return 0


def parse(arguments):
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--root", default=str(HERE.parent))
    words.add_argument("--counts", default=str(COUNTS))
    words.add_argument("--list", metavar="FILE")
    words.add_argument("--update", action="store_true", help="write the numbers of today")
    words.add_argument("--raise", dest="raise_", action="store_true", help="with --update: raise numbers, too")
    words.add_argument("--self-test", action="store_true")
    return words.parse_args(arguments)


def main():
    arguments = parse(sys.argv[1:])
    return self_test() if arguments.self_test else run(arguments)


if __name__ == "__main__":
    sys.exit(main())
