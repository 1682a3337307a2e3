//! A content in a dress: the letter, and what stands in it.

use super::content::{Assignment, Bound, Chapter, Content, Day, Due, Goal, Measure, Post, grouped};
use super::dress::{
    Address, DayForm, DeadlinePlace, Dress, Furniture, Goals, Head, HeadingForm, Label, Length,
    Measures, Money, Rules, Shape, TitlePlace, Unit,
};
use super::page::{Block, Cell, Column, Page, Run, Runs, Table, bold, plain};
use super::truth::{self, Truth};
use super::words::{self, MONTHS, Pair, Tongue, capital};

/// The letter and its truth.
pub fn compose(content: &Content, dress: &Dress) -> (Page, Truth) {
    let mut letter = Letter {
        content,
        dress,
        tongue: dress.tongue,
        page: Page::default(),
        truth: Truth::default(),
        sections: 0,
        section: String::new(),
        below: 0,
        listed: Vec::new(),
    };
    letter.head();
    letter.introduction();
    if content.supplement.is_some() {
        letter.money();
        letter.assignments();
    } else {
        letter.priorities();
        if dress.side_by_side {
            letter.set_beside();
        }
        letter.goals();
        letter.assignments();
        letter.money();
    }
    letter.reporting();
    letter.end();
    if dress.contents {
        letter.contents();
    }
    (letter.page, letter.truth)
}

struct Letter<'a> {
    content: &'a Content,
    dress: &'a Dress,
    tongue: Tongue,
    page: Page,
    truth: Truth,
    /// How many sections there are; the id of the one that is open; how many below it.
    sections: usize,
    section: String,
    below: usize,
    /// The labels and titles of the assignments.
    listed: Vec<(String, String)>,
}

/// What an assignment is printed as, piece by piece.
struct Printed {
    label: String,
    title: String,
    /// The paragraphs of the body.
    body: Vec<String>,
    /// What a deadline's column holds.
    column: String,
}

impl Printed {
    fn text(&self) -> String {
        self.body.join(" ")
    }
}

impl Letter<'_> {
    fn say(&self, pair: Pair) -> &'static str {
        self.tongue.say(pair)
    }

    fn block(&mut self, block: Block) {
        self.page.blocks.push(block);
    }

    fn paragraph(&mut self, text: impl Into<String>) {
        self.block(Block::Paragraph(plain(text)));
    }

    fn numbered(&self) -> bool {
        matches!(
            self.dress.heading,
            HeadingForm::Numbered | HeadingForm::NumberedDot
        )
    }

    /// Opens a section.
    fn open(&mut self, title: Pair) {
        self.sections += 1;
        self.below = 0;
        let title = self.say(title);
        let (id, text) = match self.dress.heading {
            HeadingForm::Numbered => (
                self.sections.to_string(),
                format!("{} {title}", self.sections),
            ),
            HeadingForm::NumberedDot => (
                self.sections.to_string(),
                format!("{}. {title}", self.sections),
            ),
            HeadingForm::Bold => (title.to_string(), title.to_string()),
            HeadingForm::Capitals => (title.to_uppercase(), title.to_uppercase()),
        };
        self.section = id;
        self.block(Block::Heading(1, text));
    }

    /// A heading below the open section; its number, where headings have one.
    fn open_below(&mut self, title: &str) -> Option<String> {
        self.below += 1;
        let number = self
            .numbered()
            .then(|| format!("{}.{}", self.sections, self.below));
        let text = match &number {
            Some(number) => format!("{number} {title}"),
            None => title.to_string(),
        };
        self.block(Block::Heading(2, text));
        number
    }

    fn head(&mut self) {
        let (content, tongue) = (self.content, self.tongue);
        let ministry = content.ministry.say(tongue).to_string();
        let letterhead = if self.dress.loud_letterhead {
            format!(
                "{} {}",
                self.say(("DET KONGELIGE", "DET KONGELEGE")),
                ministry.to_uppercase()
            )
        } else {
            ministry
        };
        self.block(Block::Letterhead(letterhead));
        let agency = content.agency.say(tongue).to_string();
        let mut lines = vec![agency.clone()];
        lines.extend(content.post_address.map(str::to_string));
        self.block(Block::Lines(lines));
        let date = long_day(content.date);
        self.block(Block::References(vec![
            (
                self.say(("Deres ref", "Dykkar ref")).to_string(),
                String::new(),
            ),
            (
                self.say(("Vår ref", "Vår ref")).to_string(),
                content.reference.clone(),
            ),
            ("Dato".to_string(), date),
        ]));
        let year = content.year;
        let title = match (content.supplement, self.dress.heading) {
            (Some(number), _) => format!(
                "{} nr. {number} til {agency} for {year}",
                self.say(("Supplerende tildelingsbrev", "Supplerande tildelingsbrev"))
            ),
            (None, HeadingForm::Numbered) => format!("Tildelingsbrev {year} – {agency}"),
            (None, HeadingForm::NumberedDot) => {
                format!("Statsbudsjettet {year} – tildelingsbrev til {agency}")
            }
            (None, HeadingForm::Bold) => format!("Tildelingsbrev til {agency} for {year}"),
            (None, HeadingForm::Capitals) => {
                format!("TILDELINGSBREV {year} – {}", agency.to_uppercase())
            }
        };
        self.block(Block::Title(title));
        self.truth.year = year;
        self.truth.supplement = content.supplement;
        self.truth.date = content.date.iso();
        self.truth.recipient = agency.clone();
        self.truth.language(tongue);
        if self.dress.furniture == Furniture::RunningHead {
            self.page.running = Some(format!("Tildelingsbrev {year} – {agency}"));
        }
        let address = vec![
            vec![
                "Postadresse".to_string(),
                "Postboks 8010 Dep".to_string(),
                "0030 Oslo".to_string(),
            ],
            vec!["Kontoradresse".to_string(), content.street.to_string()],
            vec![
                "Telefon*".to_string(),
                "22 24 90 90".to_string(),
                "Org.nr. 972 417 900".to_string(),
            ],
            vec![
                self.say(("Avdeling", "Avdeling")).to_string(),
                self.say(("Avdeling for plan", "Avdeling for plan"))
                    .to_string(),
                self.say(("og styring", "og styring")).to_string(),
            ],
            vec![
                self.say(("Saksbehandler", "Sakshandsamar")).to_string(),
                content.signers[1].to_string(),
                "22 24 82 07".to_string(),
            ],
        ];
        match self.dress.address {
            Address::None => {}
            Address::Foot => self.page.foot = Some(address),
            Address::Body => self.block(Block::Address(address)),
        }
    }

    fn introduction(&mut self) {
        self.open(("Innledning", "Innleiing"));
        let (content, tongue) = (self.content, self.tongue);
        let ministry = content.ministry.say(tongue);
        let short = content.ministry_short;
        let agency = content.agency.say(tongue);
        let session = format!("{}–{}", content.year - 1, content.year);
        let first = match content.supplement {
            Some(_) => self.say((
                "{M} ({K}) viser til tildelingsbrevet til {A} og til Prop. 1 S ({S}). I dette brevet endrer departementet bevilgningene og gir nye oppdrag.",
                "{M} ({K}) viser til tildelingsbrevet til {A} og til Prop. 1 S ({S}). I dette brevet endrar departementet løyvingane og gir nye oppdrag.",
            )),
            None => self.say((
                "{M} ({K}) viser til Prop. 1 S ({S}). Dette brevet stiller bevilgningene til disposisjon for {A} og gjør rede for det departementet venter i løpet av året.",
                "{M} ({K}) viser til Prop. 1 S ({S}). Dette brevet stiller løyvingane til disposisjon for {A} og gjer greie for det departementet ventar i løpet av året.",
            )),
        };
        let first = first
            .replace("{M}", ministry)
            .replace("{K}", short)
            .replace("{S}", &session)
            .replace("{A}", agency);
        let mut runs: Runs = plain(first);
        if self.dress.footnote {
            let note = self.say((
                "Instruksen ble sist endret høsten 2023.",
                "Instruksen vart sist endra hausten 2023.",
            ));
            runs.push(Run {
                text: self
                    .say((
                        " Brevet må leses sammen med instruksen.",
                        " Brevet må lesast saman med instruksen.",
                    ))
                    .to_string(),
                bold: false,
                note: Some(note.to_string()),
            });
        }
        self.block(Block::Paragraph(runs));
        let second = self.say((
            "De faste oppgavene står i instruksen og gjentas ikke her. Blir det nødvendig å velge mellom oppgaver, tas det opp i styringsdialogen.",
            "Dei faste oppgåvene står i instruksen og blir ikkje tekne opp att her. Blir det nødvendig å velje mellom oppgåver, blir det teke opp i styringsdialogen.",
        ));
        self.paragraph(second);
    }

    fn priorities(&mut self) {
        self.open(("Prioriteringer", "Prioriteringar"));
        let said: Vec<String> = self
            .content
            .priorities
            .iter()
            .map(|one| one.say(self.tongue).to_string())
            .collect();
        if self.dress.colon {
            self.block(Block::Items(
                said.into_iter()
                    .map(|one| ("•".to_string(), plain(one)))
                    .collect(),
            ));
        } else {
            self.paragraph(said.join(" "));
        }
    }

    /// What the letter holds, told on its first page: the sections with dots and pages, or in a
    /// supplement the assignments by label and title.
    fn contents(&mut self) {
        if self.content.supplement.is_some() {
            let listed: Vec<String> = self
                .listed
                .iter()
                .filter(|(label, title)| label.len() > 2 && !title.is_empty())
                .map(|(label, title)| format!("{label} {title}"))
                .collect();
            let at = self
                .page
                .blocks
                .iter()
                .position(|one| matches!(one, Block::Heading(1, _)));
            if let (Some(at), false) = (at, listed.is_empty()) {
                let lead = self.say((
                    "Brevet gjelder disse oppdragene:",
                    "Brevet gjeld desse oppdraga:",
                ));
                self.page.blocks.insert(at, Block::Paragraph(plain(lead)));
                self.page.blocks.insert(at + 1, Block::Lines(listed));
            }
            return;
        }
        let titles = self.page.blocks.iter().flat_map(|block| match block {
            Block::Beside(left, right) => left.iter().chain(right).collect::<Vec<_>>(),
            other => vec![other],
        });
        let mut lines = Vec::new();
        for (n, block) in titles
            .filter(|one| matches!(one, Block::Heading(1, _)))
            .enumerate()
        {
            if let Block::Heading(_, text) = block {
                let dots = ".".repeat(70usize.saturating_sub(text.chars().count()));
                lines.push(format!("{text} {dots} {}", n / 2 + 1));
            }
        }
        let at = self
            .page
            .blocks
            .iter()
            .position(|one| matches!(one, Block::Title(_)));
        if let Some(at) = at {
            self.page.blocks.insert(
                at + 1,
                Block::Paragraph(bold(self.say(("Innhold", "Innhald")))),
            );
            self.page.blocks.insert(at + 2, Block::Lines(lines));
        }
    }

    /// Sets the last section beside the one before it.
    fn set_beside(&mut self) {
        let starts: Vec<usize> = (0..self.page.blocks.len())
            .filter(|at| matches!(self.page.blocks[*at], Block::Heading(1, _)))
            .collect();
        if let [.., left, right] = starts[..] {
            let second = self.page.blocks.split_off(right);
            let first = self.page.blocks.split_off(left);
            self.block(Block::Beside(first, second));
        }
    }

    // ---- goals and measures

    fn goals(&mut self) {
        self.open(match self.dress.measure.1 {
            "indicator" => ("Mål og indikatorer", "Mål og indikatorar"),
            _ => ("Mål og styringsparametere", "Mål og styringsparametrar"),
        });
        let (content, dress) = (self.content, self.dress);
        self.paragraph(self.say((
            "Departementet vurderer resultatene ut fra målene under.",
            "Departementet vurderer resultata ut frå måla under.",
        )));
        let section = self.section.clone();
        let named = |this: &Self, n: usize, goal: &Goal| {
            format!(
                "{} {}: {}",
                if dress.colon {
                    this.say(("Hovedmål", "Hovudmål"))
                } else {
                    "Mål"
                },
                n + 1,
                goal.text.say(this.tongue)
            )
        };
        for (n, goal) in content.goals.iter().enumerate() {
            self.truth.goals.push(truth::Goal {
                number: (n + 1).to_string(),
                text: goal.text.say(self.tongue).to_string(),
            });
        }
        match dress.goals {
            Goals::Headings => {
                for (n, goal) in content.goals.iter().enumerate() {
                    let title = named(self, n, goal);
                    let number = self.open_below(&title);
                    self.measures(&goal.measures, number.or(Some(section.clone())));
                }
            }
            Goals::Lines => {
                for (n, goal) in content.goals.iter().enumerate() {
                    let line = named(self, n, goal);
                    self.block(Block::Paragraph(if dress.loud_letterhead {
                        bold(line)
                    } else {
                        plain(line)
                    }));
                    self.measures(&goal.measures, Some(section.clone()));
                }
            }
            Goals::Numbered | Goals::Bullets => {
                let items = content
                    .goals
                    .iter()
                    .enumerate()
                    .map(|(n, goal)| match dress.goals {
                        Goals::Numbered => {
                            (format!("{}.", n + 1), plain(goal.text.say(self.tongue)))
                        }
                        _ => ("•".to_string(), plain(named(self, n, goal))),
                    })
                    .collect();
                self.block(Block::Items(items));
                let all: Vec<Measure> = content
                    .goals
                    .iter()
                    .flat_map(|goal| goal.measures.clone())
                    .collect();
                self.measures(&all, Some(section));
            }
            Goals::InTable => self.goal_table(&section),
        }
    }

    fn true_measure(&mut self, measure: &Measure, years: usize, section: Option<String>) {
        self.truth.measures.push(truth::Measure {
            kind: self.dress.measure.1,
            text: measure.text.say(self.tongue).to_string(),
            targets: (0..years).map(|year| measure.record(year)).collect(),
            section,
        });
    }

    fn target(&self, measure: &Measure, year: usize) -> String {
        measure.target(self.tongue, year, self.dress.percent, self.content.year)
    }

    fn result(&self, measure: &Measure, less: i64) -> String {
        measure.figure(self.tongue, measure.before - less, self.dress.percent)
    }

    fn measures(&mut self, measures: &[Measure], section: Option<String>) {
        if measures.is_empty() {
            return;
        }
        let year = self.content.year;
        let text = |this: &Self, one: &Measure| Cell::plain(one.text.say(this.tongue));
        let heading = self.say(self.dress.measure.0);
        let wanted = format!(
            "{} {year}",
            self.say(if self.dress.colon {
                ("Ambisjonsnivå", "Ambisjonsnivå")
            } else {
                ("Krav", "Krav")
            })
        );
        let table = match self.dress.measures {
            Measures::Sentences => {
                for one in measures {
                    let said = self.sentence(one);
                    self.truth.measures.push(truth::Measure {
                        kind: self.dress.measure.1,
                        text: said.clone(),
                        targets: vec![one.record(0)],
                        section: section.clone(),
                    });
                    self.paragraph(format!("{heading}: {said}"));
                }
                return;
            }
            Measures::ResultatKrav => Table {
                columns: columns(&[56, 22, 22], &[]),
                head: vec![vec![
                    Cell::bold(heading),
                    Cell::bold(format!("Resultat {}", year - 1)),
                    Cell::bold(wanted),
                ]],
                rows: measures
                    .iter()
                    .map(|one| {
                        vec![
                            text(self, one),
                            Cell::plain(self.result(one, 0)),
                            Cell::plain(self.target(one, 0)),
                        ]
                    })
                    .collect(),
            },
            Measures::TwoRowHead => Table {
                columns: columns(&[46, 17, 17, 20], &[]),
                head: vec![
                    vec![
                        Cell::bold(heading).down(2),
                        Cell::bold("Resultat").over(2),
                        Cell::bold(self.say(("Krav", "Krav"))),
                    ],
                    vec![
                        Cell::bold((year - 2).to_string()),
                        Cell::bold((year - 1).to_string()),
                        Cell::bold(year.to_string()),
                    ],
                ],
                rows: measures
                    .iter()
                    .map(|one| {
                        vec![
                            text(self, one),
                            Cell::plain(self.result(one, 10)),
                            Cell::plain(self.result(one, 0)),
                            Cell::plain(self.target(one, 0)),
                        ]
                    })
                    .collect(),
            },
            _ => Table {
                columns: columns(&[72, 28], &[]),
                head: vec![vec![Cell::bold(heading), Cell::bold(wanted)]],
                rows: measures
                    .iter()
                    .map(|one| vec![text(self, one), Cell::plain(self.target(one, 0))])
                    .collect(),
            },
        };
        for one in measures {
            self.true_measure(one, 1, section.clone());
        }
        self.block(Block::Table(table));
    }

    /// A measure and its target in one sentence.
    fn sentence(&self, measure: &Measure) -> String {
        let figure = measure.figure(self.tongue, measure.values[0], self.dress.percent);
        let (be, text) = (
            self.say(("skal være", "skal vere")),
            measure.text.say(self.tongue),
        );
        let end = if figure.ends_with('.') { "" } else { "." };
        match measure.bound {
            Bound::Least => format!("{text} {be} minst {figure}{end}"),
            Bound::Most => format!(
                "{text} {be} {} {figure}{end}",
                self.say(("maksimalt", "maksimalt"))
            ),
            Bound::Under => format!("{text} {be} under {figure}{end}"),
            Bound::Exactly => format!("{text} {be} {figure}{end}"),
            Bound::Rise => format!("{text} {}.", self.say(("skal øke", "skal auke"))),
            Bound::Fall => format!("{text} {}.", self.say(("skal gå ned", "skal gå ned"))),
        }
    }

    /// Goals and measures in one table.
    fn goal_table(&mut self, section: &str) {
        let year = self.content.year;
        let goals = &self.content.goals;
        let parameter = self.say(self.dress.measure.0);
        let years = if self.dress.measures == Measures::Years {
            3
        } else {
            1
        };
        let mut rows = Vec::new();
        let mut counted = 0;
        for (n, goal) in goals.iter().enumerate() {
            let name = format!("Mål {}: {}", n + 1, goal.text.say(self.tongue));
            if years == 1 {
                rows.push(vec![Cell::bold(name.clone()).over(4)]);
            }
            for (at, one) in goal.measures.iter().enumerate() {
                counted += 1;
                let text = Cell::plain(one.text.say(self.tongue));
                if years == 1 {
                    rows.push(vec![
                        Cell::plain(format!("SP{counted}")),
                        text,
                        Cell::plain(self.result(one, 0)),
                        Cell::plain(self.target(one, 0)),
                    ]);
                } else {
                    let mut row = Vec::new();
                    let spans = matches!(self.dress.rules, Rules::Ruled | Rules::Shaded);
                    if at == 0 {
                        row.push(Cell::plain(name.clone()).down(if spans {
                            goal.measures.len()
                        } else {
                            1
                        }));
                    } else if !spans {
                        row.push(Cell::default_place());
                    }
                    row.push(text);
                    row.extend((0..3).map(|year| Cell::plain(self.target(one, year))));
                    rows.push(row);
                }
                self.true_measure(one, years, Some(section.to_string()));
            }
        }
        let table = if years == 1 {
            Table {
                columns: columns(&[8, 52, 19, 21], &[]),
                head: vec![vec![
                    Cell::bold("Nr."),
                    Cell::bold(parameter),
                    Cell::bold(format!("Resultat {}", year - 1)),
                    Cell::bold(format!("Krav {year}")),
                ]],
                rows,
            }
        } else {
            Table {
                columns: columns(&[26, 35, 13, 13, 13], &[]),
                head: vec![vec![
                    Cell::bold("Mål"),
                    Cell::bold(parameter),
                    Cell::bold(year.to_string()),
                    Cell::bold((year + 1).to_string()),
                    Cell::bold((year + 2).to_string()),
                ]],
                rows,
            }
        };
        self.block(Block::Table(table));
    }

    // ---- assignments

    fn assignments(&mut self) {
        let title = if self.content.supplement.is_some() {
            ("Nye oppdrag", "Nye oppdrag")
        } else {
            self.dress.noun.1
        };
        self.open(title);
        if self.dress.justified {
            self.paragraph(self.say((
                "Er ikke noe annet sagt, leveres svaret til departementet.",
                "Er ikkje noko anna sagt, skal svaret leverast til departementet.",
            )));
        }
        let long = self.content.assignments.len() / 2;
        let mut printed = Vec::new();
        for (n, one) in self.content.assignments.iter().enumerate() {
            printed.push(self.printed(n, one, n == long));
        }
        match self.dress.shape {
            Shape::NrTable
            | Shape::PlainTable
            | Shape::FourColumns
            | Shape::AreaTable
            | Shape::ContactTable => self.assignment_table(&printed),
            Shape::FormHead | Shape::FormPairs => self.forms(&printed),
            Shape::Headings => self.under_headings(&printed),
            Shape::Items => self.items(&printed),
            Shape::Labelled | Shape::RunIn => self.labelled(&printed),
            Shape::Fields => self.fields(&printed),
            Shape::Prose => self.prose(&printed),
        }
    }

    /// The label as printed, and the identifier in it.
    fn label(&self, n: usize) -> (String, Option<String>) {
        let (year, n) = (self.content.year, n + 1);
        let same = |text: String| (text.clone(), Some(text));
        let bare = self.dress.shape.tabled()
            && !matches!(self.dress.shape, Shape::FormHead | Shape::FormPairs);
        match self.dress.label {
            Label::B01 => same(format!("B-{n:02}")),
            Label::Oppdrag => (format!("Oppdrag {n}"), Some(n.to_string())),
            Label::Tb => same(format!("TB{year}-{n}")),
            Label::Section => same(format!("{}.{n}", self.sections)),
            Label::Letter => {
                let letter = char::from(b'a' + n as u8 - 1).to_string();
                (format!("{letter})"), Some(letter))
            }
            Label::O002 => same(format!("O {n:03}")),
            Label::Number if bare => same(n.to_string()),
            Label::Number => (format!("{n}."), Some(n.to_string())),
            Label::YearNumber => same(format!("{year}-{n:02}")),
            Label::SlashYear if bare => same(format!("{n}/{year}")),
            Label::SlashYear => (format!("Oppdrag {n}/{year}"), Some(format!("{n}/{year}"))),
            Label::Pd => same(format!("PD{}/{n:02}", year % 100)),
            Label::Np => same(format!("NP-{n}")),
            Label::Bestilling => (format!("Bestilling {n}"), Some(n.to_string())),
            Label::Id => (format!("ID: {year}-{n:02}"), Some(format!("{year}-{n:02}"))),
            Label::Bullet => ("•".to_string(), None),
            Label::None => (String::new(), None),
        }
    }

    /// A day, a month, … in the dress, as it stands after «innen» or in a column.
    fn when(&self, due: Due) -> String {
        match due {
            Due::Day(day) => match self.dress.day {
                DayForm::Dotted => format!("{}.{}.{}", day.day, day.month, day.year),
                DayForm::Padded => format!("{:02}.{:02}.{}", day.day, day.month, day.year),
                DayForm::ShortYear => format!("{}.{}.{:02}", day.day, day.month, day.year % 100),
                DayForm::NoYear if day.year == self.content.year => {
                    format!("{}. {}", day.day, MONTHS[day.month - 1])
                }
                _ => long_day(day),
            },
            Due::Month(year, month) => format!("{} {year}", MONTHS[month - 1]),
            Due::Quarter(year, quarter) => format!("{quarter}. kvartal {year}"),
            Due::Week(_, week) => format!("{} {week}", self.say(("uke", "veke"))),
            Due::YearEnd(year) => format!("utgangen av {year}"),
            Due::Agreed => self
                .say((
                    "avklares i dialog med departementet",
                    "blir avklara i dialog med departementet",
                ))
                .to_string(),
            Due::Never => String::new(),
        }
    }

    /// The deadline in a sentence of its own, and the words that tell it.
    fn due_sentence(&self, due: Due) -> Option<(String, String)> {
        let when = self.when(due);
        let sentence = match due {
            Due::Never => return None,
            Due::Agreed => format!("Fristen {when}."),
            Due::YearEnd(_) => format!(
                "Frist for oppdraget er {} {when}.",
                self.say(("innen", "innan"))
            ),
            _ => format!("Frist for oppdraget er {when}."),
        };
        Some((sentence.clone(), sentence))
    }

    /// The deadline in the running text, and the words that tell it.
    fn due_in_text(&self, due: Due) -> Option<(String, String)> {
        let when = self.when(due);
        let before = match due {
            Due::Never | Due::Agreed => return self.due_sentence(due),
            Due::Month(..) | Due::Week(..) => "i".to_string(),
            Due::Quarter(..) => "i løpet av".to_string(),
            Due::Day(_) | Due::YearEnd(_) => self
                .say(if self.dress.colon {
                    ("innen", "innan")
                } else {
                    ("senest", "seinast")
                })
                .to_string(),
        };
        let before = if before == "senest" && matches!(due, Due::YearEnd(_)) {
            "innen".to_string()
        } else {
            before
        };
        Some((
            format!(
                "{} {before} {when}.",
                self.say((
                    "Svaret skal sendes departementet",
                    "Svaret skal sendast departementet"
                ))
            ),
            format!("{before} {when}"),
        ))
    }

    /// An assignment's pieces, and its truth.
    fn printed(&mut self, n: usize, one: &Assignment, long: bool) -> Printed {
        let (tongue, dress) = (self.tongue, self.dress);
        let called = one_called(
            self.content.called.say(tongue),
            self.content.agency_short,
            dress,
        );
        let duty = one.duty.say(tongue);
        let bare = dress.infinitive && (dress.shape.tabled() || dress.shape == Shape::Items);
        let first = match dress.shape {
            Shape::Prose if n % 3 == 2 => format!(
                "{called} {} {duty}.",
                self.say(("bes om å", "blir bede om å"))
            ),
            Shape::Prose => format!(
                "{} {} {duty}.",
                self.say(("Departementet ber", "Departementet ber")),
                format_args!(
                    "{}{}",
                    self.content.called.say(tongue),
                    self.say((" om å", " om å"))
                )
            ),
            _ if bare => format!("{}.", capital(duty)),
            _ => format!("{called} skal {duty}."),
        };
        let background = one.background.say(tongue);
        let mut sentences = Vec::new();
        if dress.background && dress.shape != Shape::Fields && !bare {
            sentences.push(background.to_string());
        }
        sentences.push(first);
        sentences.extend(one.more.iter().map(|more| more.say(tongue).to_string()));
        let extra = match dress.length {
            Length::Short => 0,
            Length::OnePage => 12,
            Length::Pages => 55,
        };
        if long {
            let from = n * 7;
            sentences.extend((0..extra).map(|at| {
                self.say(words::MORE[(from + at) % words::MORE.len()])
                    .to_string()
            }));
        }
        let carries_parts =
            !matches!(dress.shape, Shape::Items | Shape::Prose) && dress.label != Label::Letter;
        let parts: &[words::Words] = if carries_parts { &one.parts } else { &[] };
        let mut body = vec![sentences.join(" ")];
        if !parts.is_empty() {
            body[0].push_str(self.say((" Arbeidet skal:", " Arbeidet skal:")));
            body.extend(parts.iter().enumerate().map(|(at, part)| {
                format!("{}) {}", char::from(b'a' + at as u8), part.say(tongue))
            }));
        }
        let columned = dress.shape.tabled();
        // Two deliveries are told where the deadline stands by itself.
        let apart =
            columned || matches!(dress.deadline, DeadlinePlace::OwnLine | DeadlinePlace::Box);
        let last = one.last.filter(|_| apart).map(|last| {
            let draft = format!("utkast {}", self.when(one.due));
            let last_text = format!(
                "{} {}",
                self.say(("endelig svar", "endeleg svar")),
                self.when(Due::Day(last))
            );
            (draft, last_text, last)
        });
        let when = match &last {
            Some((draft, end, _)) => format!("{draft}, {end}"),
            None => self.when(one.due),
        };
        let column = capital(&when);
        let word = dress.deadline_word;
        let raw = if columned {
            Some(column.clone())
        } else {
            let told = match dress.deadline {
                DeadlinePlace::Box => (one.due != Due::Never).then(|| {
                    let line = format!("{word}: {column}");
                    (line.clone(), line)
                }),
                DeadlinePlace::OwnLine => (one.due != Due::Never).then(|| {
                    let line = format!("{word}: {when}");
                    (line.clone(), line)
                }),
                DeadlinePlace::Sentence => self.due_sentence(one.due),
                DeadlinePlace::InText => self.due_in_text(one.due),
                DeadlinePlace::Bracket => (one.due != Due::Never).then(|| {
                    let told = if one.due == Due::Agreed {
                        self.say(("frist avklares i dialog", "frist blir avklara i dialog"))
                            .to_string()
                    } else {
                        format!("frist {}", self.when(one.due))
                    };
                    (told.clone(), told)
                }),
            };
            if let Some((text, _)) = &told {
                match dress.deadline {
                    DeadlinePlace::Box => {}
                    DeadlinePlace::OwnLine => body.push(text.clone()),
                    DeadlinePlace::Bracket => {
                        let last = body.last_mut().expect("a body");
                        let kept = last.trim_end_matches('.').to_string();
                        *last = format!("{kept} ({text}).");
                    }
                    _ if parts.is_empty() => {
                        let last = body.last_mut().expect("a body");
                        last.push(' ');
                        last.push_str(text);
                    }
                    _ => body.push(text.clone()),
                }
            }
            told.map(|(_, raw)| raw)
        };
        if dress.shape == Shape::Fields {
            let bestilling = self.say(dress.noun.0);
            body[0] = format!("{bestilling}: {}", body[0]);
            if dress.background {
                body.insert(
                    0,
                    format!("{}: {background}", self.say(("Bakgrunn", "Bakgrunn"))),
                );
            }
        }
        let (label, number) = self.label(n);
        let title = if dress.title == TitlePlace::None {
            String::new()
        } else {
            one.title.say(tongue).to_string()
        };
        let printed = Printed {
            label,
            title,
            body,
            column,
        };
        self.listed
            .push((printed.label.clone(), printed.title.clone()));
        let text = printed.text();
        let mut bodies = vec![text.clone()];
        let mut own = vec![
            printed.label.clone(),
            printed.title.clone(),
            text.clone(),
            one.partner.to_string(),
            printed.column.clone(),
            one.unit.to_string(),
        ];
        match dress.shape {
            Shape::FormHead => {
                bodies.push(format!("{text} {word}: {}", printed.column));
                bodies.push(format!(
                    "{text} {word}: {} Kontakt: {}",
                    printed.column, one.unit
                ));
                own = vec![
                    printed.label.clone(),
                    printed.title.clone(),
                    text,
                    word.to_string(),
                    printed.column.clone(),
                    "Kontakt".to_string(),
                    one.unit.to_string(),
                ];
            }
            Shape::FormPairs => {
                bodies.push(format!("{text} {word} {}", printed.column));
                own = vec![
                    "Oppdrag".to_string(),
                    printed.label.clone(),
                    printed.title.clone(),
                    self.say(("Beskrivelse", "Omtale")).to_string(),
                    text,
                    word.to_string(),
                    printed.column.clone(),
                    "Samarbeid".to_string(),
                    one.partner.to_string(),
                ];
            }
            Shape::AreaTable => own[1] = self.area(n).to_string(),
            Shape::ContactTable => {
                own = vec![
                    printed.label.clone(),
                    printed.title.clone(),
                    text,
                    printed.column.clone(),
                    one.unit.to_string(),
                ];
            }
            Shape::PlainTable if dress.deadline_first => {
                own = vec![printed.column.clone(), printed.title.clone(), text]
            }
            Shape::Headings | Shape::Labelled if dress.deadline == DeadlinePlace::Box => {
                let told = boxed(&printed.column, word).join(" ");
                bodies.push(format!("{text} {told}"));
                own = vec![printed.label.clone(), printed.title.clone(), text, told];
            }
            Shape::Prose => {
                // In prose the sentence is the unit: what asks has to be there, and what tells the day.
                let first = sentences
                    .iter()
                    .position(|one| one.contains(duty))
                    .unwrap_or(0);
                let ends = (first + 1)..=sentences.len();
                for start in 0..=first {
                    bodies.extend(ends.clone().map(|end| sentences[start..end].join(" ")));
                }
                own = vec![text];
            }
            _ => {
                own = vec![
                    printed.label.clone(),
                    printed.title.clone(),
                    text,
                    printed.column.clone(),
                ]
            }
        }
        let number = number.filter(|_| dress.label != Label::Section);
        // A section that asks is called by its number and the first in it.
        let id = number.clone().unwrap_or_else(|| match dress.label {
            Label::Section => format!("{}-1", printed.label),
            _ => format!("{}-{}", self.section, n + 1),
        });
        self.truth.assignments.push(truth::Assignment {
            id,
            number,
            title: (!printed.title.is_empty()).then(|| printed.title.clone()),
            title_by: match dress.shape {
                Shape::FourColumns => truth::ToldBy::Cell,
                Shape::NrTable
                | Shape::PlainTable
                | Shape::ContactTable
                | Shape::Items
                | Shape::RunIn => truth::ToldBy::Bold,
                _ => truth::ToldBy::Line,
            },
            bodies,
            own,
            parts: (0..parts.len())
                .map(|at| char::from(b'a' + at as u8).to_string())
                .collect(),
            ask: duty.to_string(),
            section: Some(match dress.label {
                Label::Section => printed.label.clone(),
                _ => self.section.clone(),
            }),
            department: matches!(dress.shape, Shape::ContactTable | Shape::FormHead)
                .then(|| one.unit.to_string()),
        });
        if let Some((draft, end, day)) = last {
            for (raw, due) in [(draft, one.due), (end, Due::Day(day))] {
                self.truth.deadlines.push(truth::Deadline {
                    assignment: n,
                    raw,
                    due,
                });
            }
        } else if let Some(raw) = raw.filter(|_| one.due != Due::Never) {
            self.truth.deadlines.push(truth::Deadline {
                assignment: n,
                raw,
                due: one.due,
            });
        }
        printed
    }

    /// The field of work that an assignment falls under: neighbours share one.
    fn area(&self, n: usize) -> &'static str {
        self.say(words::AREAS[n * 3 / self.content.assignments.len().max(1)])
    }

    /// The cell of an assignment: its title, where it has one there, and its body.
    fn text_cell(&self, one: &Printed) -> Cell {
        let mut paragraphs: Vec<Runs> = one.body.iter().map(plain).collect();
        match self.dress.title {
            _ if one.title.is_empty() || self.dress.shape == Shape::FourColumns => {}
            TitlePlace::OwnLine => paragraphs.insert(0, bold(one.title.clone())),
            TitlePlace::RunIn => {
                let mut runs = bold(one.title.clone());
                runs.extend(plain(format!(" {}", one.body[0])));
                paragraphs[0] = runs;
            }
            TitlePlace::None => {}
        }
        Cell::of(paragraphs)
    }

    /// The head of a table of assignments.
    fn table_head(&self, titles: &[&str]) -> Vec<Vec<Cell>> {
        match self.dress.head {
            Head::OneLine => vec![titles.iter().map(|one| Cell::bold(*one)).collect()],
            Head::Broken => vec![
                titles
                    .iter()
                    .map(|one| match *one {
                        one if one == self.dress.number_title => {
                            Cell::of(vec![bold("Nummer /"), bold("id")])
                        }
                        one if one == self.dress.deadline_word => {
                            Cell::of(vec![bold(one), bold("(dato)")])
                        }
                        one => Cell::bold(one),
                    })
                    .collect(),
            ],
            Head::TwoRows => vec![
                titles.iter().map(|one| Cell::bold(*one)).collect(),
                titles
                    .iter()
                    .map(|one| match *one {
                        one if one == self.dress.deadline_word => Cell::plain("(dato)"),
                        _ => Cell::default_place(),
                    })
                    .collect(),
            ],
        }
    }

    fn assignment_table(&mut self, printed: &[Printed]) {
        let word = self.dress.deadline_word;
        let order = self.say(self.dress.noun.0);
        let (titles, widths): (Vec<&str>, &[usize]) = match self.dress.shape {
            Shape::NrTable => (vec![self.dress.number_title, order, word], &[13, 65, 22]),
            Shape::PlainTable if self.dress.deadline_first => (vec![word, order], &[24, 76]),
            Shape::PlainTable => (vec![order, word], &[76, 24]),
            Shape::FourColumns => (
                vec![
                    self.dress.number_title,
                    self.say(("Tittel", "Tittel")),
                    self.say(("Beskrivelse", "Omtale")),
                    word,
                ],
                &[13, 22, 45, 20],
            ),
            Shape::AreaTable => (
                vec![
                    self.dress.number_title,
                    self.say(("Område", "Område")),
                    order,
                    "Samarbeid",
                    word,
                ],
                &[12, 15, 38, 18, 17],
            ),
            _ => (
                vec![self.dress.number_title, order, word, "Kontakt"],
                &[13, 53, 20, 14],
            ),
        };
        let head = self.table_head(&titles);
        let spans = matches!(self.dress.rules, Rules::Ruled);
        let mut rows = Vec::new();
        for (n, one) in printed.iter().enumerate() {
            let label = Cell::plain(one.label.clone());
            let due = Cell::plain(one.column.clone());
            let content = &self.content.assignments[n];
            rows.push(match self.dress.shape {
                Shape::NrTable => vec![label, self.text_cell(one), due],
                Shape::PlainTable if self.dress.deadline_first => vec![due, self.text_cell(one)],
                Shape::PlainTable => vec![self.text_cell(one), due],
                Shape::FourColumns => vec![
                    label,
                    Cell::plain(one.title.clone()),
                    self.text_cell(one),
                    due,
                ],
                Shape::AreaTable => {
                    let area = self.area(n);
                    let first = n == 0 || self.area(n - 1) != area;
                    let mut row = vec![label];
                    if first {
                        let reach = (n..printed.len())
                            .take_while(|at| self.area(*at) == area)
                            .count();
                        row.push(Cell::plain(area).down(if spans { reach } else { 1 }));
                    } else if !spans {
                        row.push(Cell::default_place());
                    }
                    row.extend([self.text_cell(one), Cell::plain(content.partner), due]);
                    row
                }
                _ => vec![label, self.text_cell(one), due, Cell::plain(content.unit)],
            });
        }
        self.block(Block::Table(Table {
            columns: columns(widths, &[]),
            head,
            rows,
        }));
    }

    /// A table for each assignment.
    fn forms(&mut self, printed: &[Printed]) {
        let word = self.dress.deadline_word;
        for (n, one) in printed.iter().enumerate() {
            let content = &self.content.assignments[n];
            let body = Cell::of(one.body.iter().map(plain).collect());
            let table = if self.dress.shape == Shape::FormHead {
                let mut last = Vec::new();
                if content.due == Due::Never {
                    last.push(Cell::default_place().over(2));
                } else {
                    last.push(Cell::plain(format!("{word}: {}", one.column)).over(2));
                }
                last.push(Cell::plain(format!("Kontakt: {}", content.unit)));
                Table {
                    columns: columns(&[20, 50, 30], &[]),
                    head: Vec::new(),
                    rows: vec![
                        vec![
                            Cell::bold(one.label.clone()),
                            Cell::bold(one.title.clone()).over(2),
                        ],
                        vec![body.over(3)],
                        last,
                    ],
                }
            } else {
                Table {
                    columns: columns(&[22, 78], &[]),
                    head: Vec::new(),
                    rows: vec![
                        vec![
                            Cell::bold("Oppdrag"),
                            Cell::bold(format!("{} {}", one.label, one.title)),
                        ],
                        vec![Cell::bold(self.say(("Beskrivelse", "Omtale"))), body],
                        vec![Cell::bold(word), Cell::plain(one.column.clone())],
                        vec![Cell::bold("Samarbeid"), Cell::plain(content.partner)],
                    ],
                }
            };
            self.block(Block::Table(table));
        }
    }

    /// Label and title on one line.
    fn titled(&self, one: &Printed) -> String {
        let generic = matches!(
            self.dress.label,
            Label::Oppdrag | Label::Bestilling | Label::SlashYear
        );
        let colon = if generic && self.dress.colon { ":" } else { "" };
        format!("{}{colon} {}", one.label, one.title)
            .trim()
            .to_string()
    }

    fn under_headings(&mut self, printed: &[Printed]) {
        for one in printed {
            let heading = self.titled(one);
            self.block(Block::Heading(2, heading));
            self.bodies(one);
            self.deadline_box(one);
        }
    }

    /// The paragraphs of a body, its parts as items.
    fn bodies(&mut self, one: &Printed) {
        let mut items = Vec::new();
        for text in &one.body {
            match text.split_once(") ") {
                Some((mark, rest)) if mark.len() == 1 => {
                    items.push((format!("{mark})"), plain(rest)))
                }
                _ => {
                    if !items.is_empty() {
                        let done = std::mem::take(&mut items);
                        self.block(Block::Items(done));
                    }
                    self.paragraph(text.clone());
                }
            }
        }
        if !items.is_empty() {
            self.block(Block::Items(items));
        }
    }

    /// A frame of one cell below the body, where the deadline stands in one.
    fn deadline_box(&mut self, one: &Printed) {
        if self.dress.deadline != DeadlinePlace::Box {
            return;
        }
        let lines = boxed(&one.column, self.dress.deadline_word);
        let cell = Cell::of(lines.into_iter().map(plain).collect());
        self.block(Block::Table(Table {
            columns: columns(&[100], &[]),
            head: Vec::new(),
            rows: vec![vec![cell]],
        }));
    }

    fn items(&mut self, printed: &[Printed]) {
        let items = printed
            .iter()
            .map(|one| {
                let mut runs = Runs::new();
                if !one.title.is_empty() {
                    runs.extend(bold(format!(
                        "{}{}",
                        one.title,
                        if self.dress.colon { ":" } else { "." }
                    )));
                    runs.extend(plain(" "));
                }
                runs.extend(plain(one.text()));
                let label = one.label.clone();
                let label = if self.dress.label == Label::Oppdrag {
                    format!("{label}:")
                } else {
                    label
                };
                (label, runs)
            })
            .collect();
        self.block(Block::Items(items));
    }

    fn labelled(&mut self, printed: &[Printed]) {
        for one in printed {
            let titled = self.titled(one);
            if self.dress.shape == Shape::Labelled {
                self.block(Block::Paragraph(bold(titled)));
                self.bodies(one);
                self.deadline_box(one);
            } else {
                let mut runs = bold(format!("{titled}."));
                runs.extend(plain(format!(" {}", one.body[0])));
                self.block(Block::Paragraph(runs));
                let rest = Printed {
                    label: String::new(),
                    title: String::new(),
                    body: one.body[1..].to_vec(),
                    column: String::new(),
                };
                self.bodies(&rest);
            }
        }
    }

    fn fields(&mut self, printed: &[Printed]) {
        for one in printed {
            let titled = self.titled(one);
            self.block(Block::Paragraph(bold(titled)));
            let fields = one
                .body
                .iter()
                .map(|line| match line.split_once(": ") {
                    Some((name, rest)) if name.len() < 24 && !name.contains(' ') => {
                        (format!("{name}:"), plain(rest))
                    }
                    _ => (String::new(), plain(line.clone())),
                })
                .collect();
            self.block(Block::Fields(fields));
        }
    }

    fn prose(&mut self, printed: &[Printed]) {
        for one in printed {
            for paragraph in &one.body {
                self.paragraph(paragraph.clone());
            }
        }
    }

    // ---- money

    fn amount(&self, thousands: i64) -> String {
        match self.dress.unit {
            Unit::Kroner => self.digits(thousands * 1000),
            _ => self.digits(thousands),
        }
    }

    /// Digits in groups of three.
    fn digits(&self, number: i64) -> String {
        let text = grouped(number);
        if self.dress.bound_digits {
            text.replace(' ', "\u{a0}")
        } else {
            text
        }
    }

    fn post_name(&self, post: &Post) -> String {
        let name = post.name.say(self.tongue);
        match post.condition {
            Some(condition) => format!("{name}, {}", self.say(condition)),
            None => name.to_string(),
        }
    }

    fn chapter_name(&self, at: usize, chapter: &Chapter) -> String {
        if at == 0 || chapter.income {
            self.content.agency.say(self.tongue).to_string()
        } else {
            self.say(("Fellestiltak", "Fellestiltak")).to_string()
        }
    }

    fn money(&mut self) {
        let changes = self.content.supplement.is_some();
        self.open(if changes {
            ("Endringer i bevilgninger", "Endringar i løyvingane")
        } else {
            ("Tildeling", "Tildeling")
        });
        let content = self.content;
        if changes {
            self.paragraph(self.say((
                "Bevilgningene endres slik tabellen viser.",
                "Løyvingane blir endra slik tabellen viser.",
            )));
        } else {
            self.paragraph(self.say((
                "Disse midlene stilles til disposisjon:",
                "Desse midlane blir stilte til disposisjon:",
            )));
        }
        for chapter in &content.chapters {
            for post in &chapter.posts {
                let nok = |thousands: i64| Some(thousands * 1000);
                self.truth.posts.push(truth::Post {
                    chapter: chapter.number.to_string(),
                    post: post.number.to_string(),
                    name: post.name.say(self.tongue).to_string(),
                    allocation: if changes { None } else { nok(post.thousands) },
                    previous: if changes {
                        post.previous.map(|one| one * 1000)
                    } else {
                        None
                    },
                    change: if changes {
                        nok(post.thousands - post.previous.unwrap_or(0))
                    } else {
                        None
                    },
                    new: if changes { nok(post.thousands) } else { None },
                });
            }
        }
        let lines = self.dress.money == Money::Lines && !changes;
        let unit = match self.dress.unit {
            Unit::ThousandsCaption => Some(self.say(("(i 1 000 kroner)", "(i 1 000 kroner)"))),
            _ => None,
        };
        if let Some(unit) = unit.filter(|_| !lines) {
            let caption = if self.dress.colon {
                format!(
                    "Tabell 1 {} {unit}",
                    self.say(("Bevilgninger", "Løyvingar"))
                )
            } else {
                unit.to_string()
            };
            self.block(Block::Caption(caption));
        }
        let named = |name: &str| match self.dress.unit {
            Unit::ThousandsCaption => name.to_string(),
            Unit::ThousandsHead => format!("{name} (i 1 000 kr)"),
            Unit::Kroner => format!("{name} (kr)"),
        };
        let label = self.say(self.dress.post_title);
        let value = named(self.say(if self.dress.justified {
            ("Beløp", "Beløp")
        } else {
            ("Bevilgning", "Løyving")
        }));
        let cells =
            |texts: &[&str]| -> Vec<Cell> { texts.iter().map(|one| Cell::plain(*one)).collect() };
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let (titles, widths, right): (Vec<String>, &[usize], &[usize]) = match self.dress.money {
            _ if changes => {
                let titles = [
                    "Kap.",
                    "Post",
                    label,
                    self.say(("Tidligere tildelt", "Tidlegare tildelt")),
                    "Endring",
                    self.say(("Ny tildeling", "Ny tildeling")),
                ];
                (
                    titles.iter().map(|one| (*one).to_string()).collect(),
                    &[9, 8, 35, 16, 16, 16],
                    &[3, 4, 5],
                )
            }
            Money::Joined => (
                vec!["Kap./post".into(), label.into(), value],
                &[16, 58, 26],
                &[2],
            ),
            Money::ChapterHead => (Vec::new(), &[74, 26], &[1]),
            Money::Previous => {
                let year = content.year;
                let before = named(&format!("Saldert budsjett {}", year - 1));
                let now = named(&format!("Tildeling {year}"));
                (
                    vec!["Kap.".into(), "Post".into(), label.into(), before, now],
                    &[9, 8, 41, 21, 21],
                    &[3, 4],
                )
            }
            _ => (
                vec!["Kap.".into(), "Post".into(), label.into(), value],
                &[10, 9, 56, 25],
                &[3],
            ),
        };
        for (at, chapter) in content.chapters.iter().enumerate() {
            let number = chapter.number.to_string();
            let sum: i64 = chapter.posts.iter().map(|post| post.thousands).sum();
            let total = format!("Sum kap. {number}");
            let chapter_name = self.chapter_name(at, chapter);
            if lines {
                let items = chapter
                    .posts
                    .iter()
                    .map(|post| {
                        let text = format!(
                            "Kap. {number}, post {} {}: {} kroner",
                            post.number,
                            self.post_name(post),
                            self.digits(post.thousands * 1000)
                        );
                        ("•".to_string(), plain(text))
                    })
                    .collect();
                self.block(Block::Items(items));
                continue;
            }
            match self.dress.money {
                _ if changes => {}
                Money::ChapterRow => rows.push(vec![
                    Cell::plain(number.clone()),
                    Cell::default_place(),
                    Cell::bold(chapter_name),
                    Cell::default_place(),
                ]),
                Money::ChapterHead => rows.push(vec![
                    Cell::bold(format!("Kap. {number} {chapter_name}")),
                    if at == 0 {
                        Cell::bold(value_title(self, &named))
                    } else {
                        Cell::default_place()
                    },
                ]),
                _ => {}
            }
            for (n, post) in chapter.posts.iter().enumerate() {
                let name = self.post_name(post);
                let amount = self.amount(post.thousands);
                rows.push(match self.dress.money {
                    _ if changes => {
                        let change = post.thousands - post.previous.unwrap_or(0);
                        let sign = if change < 0 {
                            if self.dress.colon { "-" } else { "−" }
                        } else if self.dress.colon {
                            "+"
                        } else {
                            ""
                        };
                        cells(&[
                            &number,
                            post.number,
                            &name,
                            &post.previous.map_or(String::new(), |one| self.amount(one)),
                            &format!("{sign}{}", self.amount(change)),
                            &amount,
                        ])
                    }
                    Money::Joined => {
                        let joined = if self.dress.colon {
                            format!("{number}.{}", post.number)
                        } else {
                            format!("{number}/{}", post.number)
                        };
                        cells(&[&joined, &name, &amount])
                    }
                    Money::ChapterHead => {
                        cells(&[&format!("Post {} {name}", post.number), &amount])
                    }
                    Money::ChapterRow => cells(&["", post.number, &name, &amount]),
                    Money::Previous => cells(&[
                        &number,
                        post.number,
                        &name,
                        &post.previous.map_or(String::new(), |one| self.amount(one)),
                        &amount,
                    ]),
                    Money::Once if n > 0 => cells(&["", post.number, &name, &amount]),
                    _ => cells(&[&number, post.number, &name, &amount]),
                });
            }
            if self.dress.sums {
                let sum_text = self.amount(sum);
                rows.push(match self.dress.money {
                    _ if changes => {
                        let before: i64 = chapter
                            .posts
                            .iter()
                            .map(|post| post.previous.unwrap_or(0))
                            .sum();
                        let change = sum - before;
                        let sign = if change < 0 {
                            if self.dress.colon { "-" } else { "−" }
                        } else if self.dress.colon {
                            "+"
                        } else {
                            ""
                        };
                        cells(&[
                            "",
                            "",
                            &total,
                            &self.amount(before),
                            &format!("{sign}{}", self.amount(change)),
                            &sum_text,
                        ])
                    }
                    Money::Joined => cells(&["", &total, &sum_text]),
                    Money::ChapterHead => cells(&[&total, &sum_text]),
                    Money::Previous => {
                        let before: i64 = chapter
                            .posts
                            .iter()
                            .map(|post| post.previous.unwrap_or(0))
                            .sum();
                        cells(&["", "", &total, &self.amount(before), &sum_text])
                    }
                    _ if self.dress.colon => vec![Cell::bold(total).over(3), Cell::bold(sum_text)],
                    _ => cells(&["", "", &total, &sum_text]),
                });
            }
        }
        if !lines {
            let head = if titles.is_empty() {
                Vec::new()
            } else {
                vec![titles.iter().map(|one| Cell::bold(one.clone())).collect()]
            };
            self.block(Block::Table(Table {
                columns: columns(widths, right),
                head,
                rows,
            }));
        }
        if changes && self.dress.unit == Unit::Kroner {
            // The column titles say nothing of the unit, so a sentence does.
            let at = self.page.blocks.len() - 1;
            self.page.blocks.insert(
                at,
                Block::Paragraph(plain(
                    self.say(("Beløpene er i hele kroner.", "Beløpa er i heile kroner.")),
                )),
            );
        } else if changes && self.dress.unit == Unit::ThousandsHead {
            let at = self.page.blocks.len() - 1;
            self.page.blocks.insert(
                at,
                Block::Paragraph(plain(
                    self.say(("Beløpene er i 1 000 kroner.", "Beløpa er i 1 000 kroner.")),
                )),
            );
        }
    }

    // ---- the rest

    fn reporting(&mut self) {
        self.open(("Rapportering", "Rapportering"));
        let (content, tongue) = (self.content, self.tongue);
        let day = long_day(content.report);
        let sentence = self
            .say((
                "Årsrapporten for {Y} skal sendes departementet innen {D}.",
                "Årsrapporten for {Y} skal sendast departementet innan {D}.",
            ))
            .replace("{Y}", &content.year.to_string())
            .replace("{D}", &day);
        self.paragraph(sentence);
        self.truth.reporting.push((day, content.report.iso()));
        if self.dress.calendar {
            let mut rows = Vec::new();
            for (day, event) in &content.events {
                let printed = self.when(Due::Day(*day));
                self.truth.reporting.push((printed.clone(), day.iso()));
                rows.push(vec![Cell::plain(printed), Cell::plain(event.say(tongue))]);
            }
            let head = vec![vec![
                Cell::bold("Dato"),
                Cell::bold(self.say(("Aktivitet", "Aktivitet"))),
            ]];
            self.block(Block::Table(Table {
                columns: columns(&[30, 70], &[]),
                head,
                rows,
            }));
        }
    }

    fn end(&mut self) {
        self.paragraph(self.say(("Med hilsen", "Med helsing")));
        let signers = self.content.signers;
        self.block(Block::Signatures(vec![
            (
                format!("{} (e.f.)", signers[0]),
                self.say(("ekspedisjonssjef", "ekspedisjonssjef"))
                    .to_string(),
            ),
            (
                signers[1].to_string(),
                self.say(("avdelingsdirektør", "avdelingsdirektør"))
                    .to_string(),
            ),
        ]));
        self.block(Block::Small(
            self.say((
                "Brevet er godkjent elektronisk og sendes uten underskrift.",
                "Brevet er godkjent elektronisk og blir sendt utan underskrift.",
            ))
            .to_string(),
        ));
        self.paragraph(self.say(("Kopi: Riksrevisjonen", "Kopi: Riksrevisjonen")));
    }
}

/// The title of the amounts, where a chapter heads them.
fn value_title(letter: &Letter<'_>, named: &dyn Fn(&str) -> String) -> String {
    named(letter.say(("Beløp", "Beløp")))
}

/// What stands in the frame below an assignment.
fn boxed(column: &str, word: &str) -> Vec<String> {
    let mut lines = vec!["Rapporteres: Særskilt".to_string()];
    if !column.is_empty() {
        lines.push(format!("{word}: {column}"));
    }
    lines
}

/// «1. juni 2026».
fn long_day(day: Day) -> String {
    format!("{}. {} {}", day.day, MONTHS[day.month - 1], day.year)
}

/// What a duty calls the agency: its noun, or its short name.
fn one_called(noun: &str, short: &str, dress: &Dress) -> String {
    if dress.loud_letterhead {
        short.to_string()
    } else {
        capital(noun)
    }
}

fn columns(widths: &[usize], right: &[usize]) -> Vec<Column> {
    widths
        .iter()
        .enumerate()
        .map(|(at, width)| Column {
            width: *width,
            right: right.contains(&at),
        })
        .collect()
}

impl Cell {
    /// An empty cell.
    fn default_place() -> Self {
        Cell::of(Vec::new())
    }
}
