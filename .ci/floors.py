#!/usr/bin/env python3
"""Holds what the program reads of checked documents to floors that may only rise.

    .ci/floors.py [--bin PATH] [--shared DIR]     fails where a row is below its floor, or is gone
    .ci/floors.py --update                        raises the floors; lowers none without --lower
    .ci/floors.py --self-test                     proves that all of this can fail

The scripts in SHARED/eval measure (score.py over texts and over PDFs, silent.py, grade_answers.py over
SHARED/pairs); floors.tsv, beside this script, is what they must show at least. A line of it is a measure,
a document, a fact and its figures: `recall=11/17` may only rise, `wrong=0` may only fall; a figure of
nothing (`0/0`) holds nothing. A row that is better than its floor is told of, with the command that
raises the floor. Where SHARED is not there, nothing is measured, and that is said.

Python 3.9, standard library only. Exit status 0, 1 for a loss, 2 where it could not be measured."""
import argparse, pathlib, re, subprocess, sys, tempfile
from fractions import Fraction

HERE = pathlib.Path(__file__).resolve().parent
FLOORS = HERE / "floors.tsv"


class Unmeasured(Exception):
    """A script is missing, failed, or printed no row."""


# --- figures: "11/17" is better when higher, "3" when lower

def share(figure):
    good, of = map(int, figure.split("/"))
    return Fraction(good, of) if of else None


def worse(name, now, floor):
    """Whether a figure is below its floor."""
    if "/" not in floor:
        return int(now) > int(floor)
    now, floor = share(now), share(floor)
    if now is None or floor is None:
        # What was never found has no precision; that it was found before, its recall tells.
        return floor is not None and name != "precision"
    return now < floor


# --- what the scripts print, as {(measure, document, fact): {name: figure}}

def score_rows(text):
    """Tables: a title at the margin, then `fact  gold found missing extra precision recall`."""
    rows, document = {}, None
    for line in text.splitlines():
        table = re.match(r"  (\S.*?)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+[\d.]+\s+[\d.]+$", line)
        quoted = re.match(r"  quotation: (\d+) of (\d+) texts .*?(\d+) texts have no span", line)
        if table:
            gold, found, missing, extra = map(int, table.groups()[1:])
            rows[document, table[1]] = {
                "recall": f"{gold - missing}/{gold}", "precision": f"{found - extra}/{found}"}
        elif quoted:
            rows[document, "quotation"] = {"unproven": str(int(quoted[2]) - int(quoted[1])), "placeless": quoted[3]}
        elif line[:1].strip():
            document = line.split("  (")[0].strip()
    return rows


def silent_rows(text):
    """`document  gold N missed N silent N`, and one line of all."""
    rows = {}
    for document, *figures in re.findall(r"^(\S+)\s+gold\s+(\d+) missed\s+(\d+) silent\s+(\d+)$", text, re.M):
        gold, missed, silent = map(int, figures)
        rows[document, "assignments and deadlines"] = {
            "read": f"{gold - missed}/{gold}", "told": f"{gold - silent}/{gold}"}
    for silent, gold, missed in re.findall(r"^silent (\d+) of (\d+) .*missed (\d+)$", text, re.M):
        rows["ALL", "assignments and deadlines"] = {
            "read": f"{int(gold) - int(missed)}/{gold}", "told": f"{int(gold) - int(silent)}/{gold}"}
    return rows


def answer_rows(text):
    """A report, then lines of clauses: `results read 3/26 (0.12), in the table 2/26 (0.08); wrong figures 0`."""
    rows, document = {}, None
    for line in text.splitlines():
        title = re.match(r"(\S+) for \S+: |(ALL)$", line)
        if title:
            document = title[1] or title[2]
        if not line.startswith("  ") or line.startswith("   ") or line.endswith(":"):
            continue
        counts = {name: re.search(rf"{name} (\d+)", line) for name in
                  ("wrong", "mixed", "false «uten svar»", "no row", "elsewhere \\d+, silent", "wrong figures")}
        if counts["no row"]:
            number = lambda name: int(counts[name][1])
            rows[document, "assignments"] = {
                "wrong": str(number("wrong") + number("mixed")),
                "unanswered": str(number("false «uten svar»") + number("no row")),
                "silent": str(number("elsewhere \\d+, silent"))}
        if counts["wrong figures"]:
            rows[document, "figures"] = {"wrong": counts["wrong figures"][1]}
        for clause in re.split(r"; |  +", line.strip()):
            shares = re.findall(r"([^,()]+?) (\d+/\d+)", clause)
            for label, figure in shares:
                label, first = label.strip(" ,"), shares[0][0].strip(" ,")
                fact = label if label == first else f"{first}, {label}"
                rows[document, fact] = {"precision" if label == "precision" else "share": figure}
    return rows


MEASURES = [
    ("score", ["score.py"], score_rows),
    ("score --pdf", ["score.py", "--pdf"], score_rows),
    ("silent", ["silent.py", "-v"], silent_rows),
    ("answers", ["grade_answers.py", "PAIRS"], answer_rows),
]


def measure(shared, program):
    """What all scripts show, as {(measure, document, fact): {name: figure}}."""
    now = {}
    for name, (script, *options), rows in MEASURES:
        path = shared / "eval" / script
        if not path.exists():
            raise Unmeasured(f"{path} is missing")
        options = [str(shared / "pairs") if one == "PAIRS" else one for one in options]
        command = [sys.executable, str(path), *options, "--bin", str(program)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        found = rows(done.stdout)
        if done.returncode or not found:
            raise Unmeasured(f"{script} shows no rows (exit {done.returncode}): {done.stderr.strip()[-400:]}")
        now.update({(name, *row): figures for row, figures in found.items()})
    return now


# --- the file of floors

def load(file):
    floors = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        if line and not line.startswith("#"):
            *row, figures = line.split("\t")
            floors[tuple(row)] = dict(figure.split("=") for figure in figures.split(" "))
    return floors


def save(file, floors):
    lines = ["# What is read of the checked documents, at least: see floors.py. Raised by `.ci/floors.py --update`."]
    for row, figures in sorted(floors.items()):
        lines.append("\t".join([*row, " ".join(f"{name}={figure}" for name, figure in figures.items())]))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def compare(now, floors):
    """Losses and gains, each a row, what it has and what its floor is."""
    losses, gains = [], []
    for row, figures in sorted(floors.items()):
        for name, floor in figures.items():
            figure = now.get(row, {}).get(name)
            told = (row, name, figure, floor)
            if figure is None or worse(name, figure, floor):
                losses.append(told)
            elif worse(name, floor, figure):
                gains.append(told)
    for row in sorted(now.keys() - floors.keys()):
        gains.extend((row, name, figure, "no floor") for name, figure in now[row].items())
    return losses, gains


def line(told):
    (measure, document, fact), name, figure, floor = told
    return f"  {measure}: {document}: {fact}: {name} {figure or 'is gone'} (floor {floor})"


def run(arguments):
    shared, file = pathlib.Path(arguments.shared), pathlib.Path(arguments.floors)
    if not (shared / "eval").is_dir():
        print(f"floors: {shared} is not there; nothing is measured")
        return 0
    floors = load(file)
    try:
        now = measure(shared, pathlib.Path(arguments.bin))
    except Unmeasured as error:
        print(f"floors: {error}", file=sys.stderr)
        return 2
    losses, gains = compare(now, floors)
    if losses:
        print(f"floors: {len(losses)} figures are below their floors:", *map(line, losses), sep="\n", file=sys.stderr)
    if arguments.update and (arguments.lower or not losses):
        save(file, now)
        print(f"floors: {len(gains)} figures raised, {len(losses)} lowered; {len(now)} rows in {file}")
        return 0
    if losses:
        print("floors: mend what was lost; where the loss is meant, `.ci/floors.py --update --lower`", file=sys.stderr)
        return 1
    if gains:
        print(f"floors: {len(gains)} figures are better than their floors:", *map(line, gains), sep="\n")
        print("floors: raise them with `.ci/floors.py --update`")
    print(f"floors: all {len(floors)} rows hold")
    return 0


# --- proof that it can fail

SCORE = """
a  (a.txt)
  fact                                gold  found  missing  extra  precision  recall
  assignments found                     {gold}     {found}        {missing}      {extra}      0.900   0.900
  quotation: 9 of {quoted} texts are the source at their spans; 0 texts have no span
"""
SILENT = "a    gold   10 missed    {missed} silent    {silent}\nsilent {silent} of 10 (0.100); missed {missed}\n"
ANSWERS = """r.pdf for a.pdf: read as annual_report
  assignments 8, read in the letter 8; answered in the report 7; shown as answered 3: right 3, cut 0, mixed 0, wrong {wrong}; false «uten svar» 1, no row 0; rightly without 1; answers missed: seen elsewhere 0, silent 1
  precision 3/3 (1.00)  recall {right}/7 (0.43)  both accounts 0/0 (–)
  indicators 9, in the letter 9, shown as answered 0; results read 5/26 (0.19), in the table 4/26 (0.15); targets read 0/8 (0.00), beside 0/8 (0.00); wrong figures 0; verdicts 0/7 (0.00)
ALL
  precision 3/3 (1.00)  recall 3/7 (0.43)  both accounts 0/0 (–)
  by the form of the answer:
    prose                          right 3
"""
USUAL = dict(gold=10, found=10, missing=1, extra=1, quoted=9, missed=2, silent=1, wrong=0, right=3)


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        shared = pathlib.Path(folder)
        eval_, floors = shared / "eval", shared / "floors.tsv"
        eval_.mkdir()

        def held(*options, rows=True, **other):
            """The exit status and the words, with scripts that print these figures."""
            figures = {**USUAL, **other}
            for script, text in (("score.py", SCORE), ("silent.py", SILENT), ("grade_answers.py", ANSWERS)):
                printed = text.format(**figures) if rows else "nothing\n"
                (eval_ / script).write_text(f"import sys\nsys.stdout.reconfigure(encoding='utf-8')\nprint({printed!r})\n", encoding="utf-8")
            command = [sys.executable, __file__, "--shared", folder, "--floors", str(floors), *options]
            done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
            return done.returncode, done.stdout + done.stderr

        def expect(what, outcome, status, *words):
            if outcome[0] != status or not all(word in outcome[1] for word in words):
                sys.exit(f"floors: the self-test fails: {what}: exit {outcome[0]}, not {status}\n{outcome[1]}")

        expect("a first update", held("--update"), 0, "raised")
        written = floors.read_bytes()
        for row in ("score\ta\tassignments found\trecall=9/10 precision=9/10", "silent\ta\tassignments and deadlines\tread=8/10 told=9/10",
                    "answers\tr.pdf\tresults read, in the table\tshare=4/26", "answers\tr.pdf\tassignments\twrong=0 unanswered=1 silent=1"):
            expect(f"the row {row!r}", (0, written.decode("utf-8")), 0, row + "\n")
        expect("the same again", held(), 0, "rows hold")
        for what, other in (
            ("one more missing", dict(missing=2)), ("one more extra", dict(extra=2)), ("a quotation unproven", dict(quoted=10)),
            ("one more missed", dict(missed=3)), ("one more in silence", dict(silent=2)), ("a wrong answer", dict(wrong=1)),
            ("an answer lost", dict(right=2)),
        ):
            expect(what, held(**other), 1, "below their floors")
            expect(f"{what}, update", held("--update", **other), 1, "below their floors")
        expect("floors are kept", (int(floors.read_bytes() != written), ""), 0)
        expect("no rows at all", held(rows=False), 2, "shows no rows")
        expect("one more found", held(missing=0), 0, "better", "recall 10/10 (floor 9/10)")
        expect("the floor is raised", held("--update", missing=0), 0, "2 figures raised")
        expect("and holds", held(), 1, "recall 9/10 (floor 10/10)")
        expect("lowered on purpose", held("--update", "--lower"), 0, "2 lowered")
        with floors.open("a", encoding="utf-8") as file:
            file.write("score\tgone.txt\tassignments found\trecall=1/1 precision=1/1\n")
        expect("a document that is gone", held(), 1, "gone.txt", "is gone")
    print("floors: the self-test holds")
    return 0


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--bin", default="target/release/oppdrag")
    words.add_argument("--shared", default=str(HERE.parent.parent / "shared"))
    words.add_argument("--floors", default=str(FLOORS))
    words.add_argument("--update", action="store_true", help="write what is measured as the new floors")
    words.add_argument("--lower", action="store_true", help="with --update: lower floors, too")
    words.add_argument("--self-test", action="store_true")
    arguments = words.parse_args()
    return self_test() if arguments.self_test else run(arguments)


if __name__ == "__main__":
    sys.exit(main())
