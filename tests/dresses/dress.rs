//! How a letter looks: every choice that a ministry, a case officer or a word processor makes.

use super::rng::Rng;
use super::words::{Pair, Tongue};

/// Makes an enum whose members can be drawn from and are told by their names.
macro_rules! choices {
    ($(#[doc = $doc:literal] $name:ident { $($member:ident),+ $(,)? })+) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($member),+ }
        #[allow(dead_code)]
        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$member),+];
        }
    )+};
}

choices! {
    /// Where and how the assignments stand.
    Shape {
        NrTable, PlainTable, FourColumns, AreaTable, ContactTable, FormHead, FormPairs,
        Headings, Items, Labelled, RunIn, Fields, Prose,
    }
    /// What an assignment is called by.
    Label {
        B01, Oppdrag, Tb, Section, Letter, O002, Number, YearNumber, SlashYear, Pd, Np, Bestilling, Id, Bullet, None,
    }
    /// Where in its cell or paragraph a title stands.
    TitlePlace { None, RunIn, OwnLine }
    /// How the deadline is told where no column holds it.
    DeadlinePlace { OwnLine, Sentence, Bracket, InText, Box }
    /// How a day is written.
    DayForm { Words, Dotted, Padded, ShortYear, NoYear }
    /// How headings stand out.
    HeadingForm { Numbered, NumberedDot, Bold, Capitals }
    /// What parts the rows of a table.
    Rules { Ruled, Horizontal, HeadOnly, Shaded, None }
    /// How far columns stand from each other.
    Gutter { Narrow, Medium, Wide }
    /// How the head of a table is set.
    Head { OneLine, Broken, TwoRows }
    /// How goals stand.
    Goals { Headings, Lines, Numbered, Bullets, InTable }
    /// How measures stand.
    Measures { Krav, ResultatKrav, Years, Groups, TwoRowHead, Sentences }
    /// How money stands.
    Money { Repeated, Once, ChapterRow, Joined, ChapterHead, Previous, Lines }
    /// What a figure of the money counts.
    Unit { ThousandsCaption, ThousandsHead, Kroner }
    /// What stands at the feet and heads of pages.
    Furniture { Plain, PageNumber, SideAv, RunningHead }
    /// Where the ministry's own address stands.
    Address { None, Foot, Body }
    /// How long the texts are.
    Length { Short, OnePage, Pages }
    /// A family of type.
    Face { Serif, Sans, Narrow }
}

/// One dress.
#[derive(Clone, Debug)]
pub struct Dress {
    pub tongue: Tongue,
    pub shape: Shape,
    pub label: Label,
    pub title: TitlePlace,
    pub deadline: DeadlinePlace,
    pub day: DayForm,
    /// The word before a day: «Frist», «Leveransedato».
    pub deadline_word: &'static str,
    pub heading: HeadingForm,
    pub rules: Rules,
    pub gutter: Gutter,
    pub head: Head,
    /// Whether a head is printed again on the next page.
    pub repeated_head: bool,
    pub goals: Goals,
    pub measures: Measures,
    pub money: Money,
    pub unit: Unit,
    pub sums: bool,
    pub furniture: Furniture,
    pub address: Address,
    pub length: Length,
    pub face: Face,
    /// Tenths of a point.
    pub size: u32,
    pub justified: bool,
    pub hyphens: bool,
    pub footnote: bool,
    pub calendar: bool,
    pub signatures_side_by_side: bool,
    /// «pst.», «%», «prosent».
    pub percent: &'static str,
    /// Whether the duty names the agency («Direktoratet skal …») or is a bare infinitive.
    pub infinitive: bool,
    pub background: bool,
    /// Capitals in the letterhead.
    pub loud_letterhead: bool,
    /// How wide a typed line is.
    pub width: usize,
    /// Which of two ways is taken in small things: «Oppdrag 3: Tittel» or «Oppdrag 3 Tittel».
    pub colon: bool,
    /// What the letter calls what it asks for, one and several.
    pub noun: (Pair, Pair),
    /// The title of the column that names them.
    pub number_title: &'static str,
    /// What the letter calls a measure.
    pub measure: (Pair, &'static str),
    /// The title of the column that names the posts.
    pub post_title: Pair,
    /// Whether digits are grouped by blanks that no line breaks at.
    pub bound_digits: bool,
    /// Whether the introduction and the priorities stand side by side.
    pub side_by_side: bool,
    /// Whether the deadline's column comes first.
    pub deadline_first: bool,
    /// Whether a list of contents stands on page 1; in a supplement, a list of its assignments.
    pub contents: bool,
}

/// The labels that a shape can have.
fn labels(shape: Shape) -> &'static [Label] {
    use Label as L;
    match shape {
        Shape::NrTable | Shape::FourColumns | Shape::AreaTable | Shape::ContactTable => &[
            L::B01,
            L::Tb,
            L::O002,
            L::Number,
            L::Number,
            L::Pd,
            L::Np,
            L::SlashYear,
        ],
        Shape::PlainTable | Shape::Prose => &[L::None],
        Shape::FormHead | Shape::FormPairs => &[L::B01, L::Tb, L::Pd, L::Np, L::Oppdrag, L::O002],
        Shape::Headings => &[
            L::Section,
            L::Section,
            L::Oppdrag,
            L::Tb,
            L::B01,
            L::Bestilling,
            L::SlashYear,
            L::Id,
        ],
        Shape::Items => &[
            L::Letter,
            L::Number,
            L::Number,
            L::Bullet,
            L::Bullet,
            L::Oppdrag,
        ],
        Shape::Labelled | Shape::RunIn => &[
            L::B01,
            L::Oppdrag,
            L::Tb,
            L::Section,
            L::O002,
            L::YearNumber,
            L::SlashYear,
            L::Pd,
            L::Bestilling,
            L::Number,
            L::Id,
        ],
        Shape::Fields => &[
            L::B01,
            L::Tb,
            L::Oppdrag,
            L::Np,
            L::Bestilling,
            L::YearNumber,
        ],
    }
}

impl Shape {
    /// Whether the assignments stand in a table.
    pub fn tabled(self) -> bool {
        matches!(
            self,
            Shape::NrTable
                | Shape::PlainTable
                | Shape::FourColumns
                | Shape::AreaTable
                | Shape::ContactTable
                | Shape::FormHead
                | Shape::FormPairs
        )
    }
}

/// The dress of a seed.
pub fn draw(seed: u64) -> Dress {
    let rng = &mut Rng::of(seed, "dress");
    let shape = rng.pick(&[
        Shape::NrTable,
        Shape::NrTable,
        Shape::NrTable,
        Shape::PlainTable,
        Shape::PlainTable,
        Shape::FourColumns,
        Shape::FourColumns,
        Shape::AreaTable,
        Shape::ContactTable,
        Shape::FormHead,
        Shape::FormPairs,
        Shape::Headings,
        Shape::Headings,
        Shape::Items,
        Shape::Labelled,
        Shape::RunIn,
        Shape::Fields,
        Shape::Prose,
    ]);
    let label = rng.pick(labels(shape));
    let mut heading = rng.pick(HeadingForm::ALL);
    if label == Label::Section
        && !matches!(heading, HeadingForm::Numbered | HeadingForm::NumberedDot)
    {
        heading = HeadingForm::Numbered;
    }
    let title = match shape {
        Shape::NrTable | Shape::PlainTable | Shape::ContactTable => rng.pick(TitlePlace::ALL),
        Shape::Items => rng.pick(&[TitlePlace::None, TitlePlace::None, TitlePlace::RunIn]),
        Shape::AreaTable | Shape::Prose => TitlePlace::None,
        Shape::RunIn => TitlePlace::RunIn,
        _ => TitlePlace::OwnLine,
    };
    let deadline = match shape {
        Shape::Items => rng.pick(&[
            DeadlinePlace::Bracket,
            DeadlinePlace::Bracket,
            DeadlinePlace::Sentence,
            DeadlinePlace::InText,
        ]),
        Shape::Prose => rng.pick(&[DeadlinePlace::Sentence, DeadlinePlace::InText]),
        Shape::Fields | Shape::FormHead => DeadlinePlace::OwnLine,
        _ => rng.pick(&[
            DeadlinePlace::OwnLine,
            DeadlinePlace::OwnLine,
            DeadlinePlace::Sentence,
            DeadlinePlace::InText,
        ]),
    };
    let goals = rng.pick(Goals::ALL);
    let measures = match goals {
        Goals::InTable => rng.pick(&[Measures::Years, Measures::Groups]),
        Goals::Headings | Goals::Lines => rng.pick(&[
            Measures::Krav,
            Measures::ResultatKrav,
            Measures::TwoRowHead,
            Measures::Sentences,
        ]),
        Goals::Numbered | Goals::Bullets => {
            rng.pick(&[Measures::Krav, Measures::ResultatKrav, Measures::TwoRowHead])
        }
    };
    let mut dress = Dress {
        tongue: if rng.chance(30) {
            Tongue::Nynorsk
        } else {
            Tongue::Bokmaal
        },
        shape,
        label,
        title,
        deadline,
        day: rng.pick(&[
            DayForm::Words,
            DayForm::Words,
            DayForm::Words,
            DayForm::Dotted,
            DayForm::Padded,
            DayForm::ShortYear,
            DayForm::NoYear,
        ]),
        deadline_word: rng.pick(&[
            "Frist",
            "Frist",
            "Frist",
            "Leveransedato",
            "Leveringsfrist",
            "Svarfrist",
        ]),
        heading,
        rules: rng.pick(&[
            Rules::Ruled,
            Rules::Ruled,
            Rules::Horizontal,
            Rules::HeadOnly,
            Rules::Shaded,
            Rules::None,
        ]),
        gutter: rng.pick(Gutter::ALL),
        head: rng.pick(&[
            Head::OneLine,
            Head::OneLine,
            Head::OneLine,
            Head::Broken,
            Head::TwoRows,
        ]),
        repeated_head: rng.chance(60),
        goals,
        measures,
        money: rng.pick(Money::ALL),
        unit: rng.pick(Unit::ALL),
        sums: rng.chance(60),
        furniture: rng.pick(Furniture::ALL),
        address: rng.pick(&[Address::Foot, Address::Foot, Address::Body, Address::None]),
        length: rng.pick(&[
            Length::Short,
            Length::Short,
            Length::OnePage,
            Length::OnePage,
            Length::Pages,
        ]),
        face: rng.pick(Face::ALL),
        size: rng.pick(&[90, 95, 100, 105, 110, 115]),
        justified: rng.chance(50),
        hyphens: rng.chance(60),
        footnote: rng.chance(35),
        calendar: rng.chance(60),
        signatures_side_by_side: rng.chance(50),
        percent: rng.pick(&["pst.", "%", "prosent"]),
        infinitive: rng.chance(30),
        background: rng.chance(40),
        loud_letterhead: rng.chance(50),
        width: rng.between(84, 108),
        colon: rng.chance(50),
        noun: (("Oppdrag", "Oppdrag"), ("Oppdrag", "Oppdrag")),
        number_title: "Nr.",
        measure: (
            ("Styringsparameter", "Styringsparameter"),
            "steering_parameter",
        ),
        post_title: ("Betegnelse", "Nemning"),
        bound_digits: false,
        side_by_side: false,
        deadline_first: false,
        contents: false,
    };
    dress.later(rng);
    dress
}

/// What a letter asks for, one and several.
const NOUNS: [(Pair, Pair); 6] = [
    (("Oppdrag", "Oppdrag"), ("Oppdrag", "Oppdrag")),
    (("Oppdrag", "Oppdrag"), ("Oppdragsliste", "Oppdragsliste")),
    (
        ("Bestilling", "Bestilling"),
        ("Bestillinger", "Bestillingar"),
    ),
    (("Oppgave", "Oppgåve"), ("Oppgaver", "Oppgåver")),
    (("Leveranse", "Leveranse"), ("Leveranser", "Leveransar")),
    (
        ("Tiltak", "Tiltak"),
        ("Særskilte tiltak", "Særskilde tiltak"),
    ),
];

impl Dress {
    /// Choices that came later: drawn last, so that the others stay as they were.
    fn later(&mut self, rng: &mut Rng) {
        self.noun = match self.label {
            Label::Bestilling => NOUNS[2],
            Label::Oppdrag | Label::SlashYear => NOUNS[0],
            _ => NOUNS[rng.pick(&[0, 0, 0, 1, 1, 2, 3, 4, 5])],
        };
        self.number_title = rng.pick(&["Nr.", "Nr.", "ID", "Ref.", "Nummer"]);
        self.measure = rng.pick(&[
            (
                ("Styringsparameter", "Styringsparameter"),
                "steering_parameter",
            ),
            (
                ("Styringsparameter", "Styringsparameter"),
                "steering_parameter",
            ),
            (("Indikator", "Indikator"), "indicator"),
        ]);
        self.post_title = rng.pick(&[
            ("Betegnelse", "Nemning"),
            ("Betegnelse", "Nemning"),
            ("Navn", "Namn"),
            ("Formål", "Føremål"),
        ]);
        self.bound_digits = rng.chance(35);
        self.side_by_side = rng.chance(12);
        self.deadline_first = self.shape == Shape::PlainTable && rng.chance(25);
        if matches!(self.shape, Shape::Headings | Shape::Labelled) && rng.chance(25) {
            self.deadline = DeadlinePlace::Box;
        }
        self.contents = rng.chance(15);
    }

    /// The choices by name, for the tables of the judge.
    pub fn dimensions(&self) -> Vec<(&'static str, String)> {
        let mut out = vec![
            ("language", format!("{:?}", self.tongue)),
            ("assignments", format!("{:?}", self.shape)),
            ("label", format!("{:?}", self.label)),
            ("title", format!("{:?}", self.title)),
            ("day", format!("{:?}", self.day)),
            ("deadline word", self.deadline_word.to_string()),
            ("heading", format!("{:?}", self.heading)),
            ("goals", format!("{:?}", self.goals)),
            ("measures", format!("{:?}", self.measures)),
            ("money", format!("{:?}", self.money)),
            ("unit", format!("{:?}", self.unit)),
            ("address", format!("{:?}", self.address)),
            ("furniture", format!("{:?}", self.furniture)),
            ("length", format!("{:?}", self.length)),
            ("rules", format!("{:?}", self.rules)),
            ("gutter", format!("{:?}", self.gutter)),
            ("head", format!("{:?}", self.head)),
            ("repeated head", self.repeated_head.to_string()),
            (
                "face",
                format!(
                    "{:?} {}",
                    self.face,
                    if self.size < 100 { "small" } else { "large" }
                ),
            ),
            ("hyphens", self.hyphens.to_string()),
            ("footnote", self.footnote.to_string()),
        ];
        out.push(("noun", self.noun.1.0.to_string()));
        out.push(("number title", self.number_title.to_string()));
        out.push(("measure", self.measure.0.0.to_string()));
        out.push(("contents", self.contents.to_string()));
        out.push(("bound digits", self.bound_digits.to_string()));
        out.push(("side by side", self.side_by_side.to_string()));
        if self.shape == Shape::PlainTable {
            out.push(("deadline first", self.deadline_first.to_string()));
        }
        if !self.shape.tabled() {
            out.push(("deadline place", format!("{:?}", self.deadline)));
        }
        out
    }
}
