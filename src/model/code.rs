//! The codes of findings. Each finding is made with one of these, so that whoever has words for them
//! (the pages have, in bokmål) has words for all.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! codes {
    ($($code:ident = $word:literal,)*) => {
        /// A stable word for a sort of finding ("impossible_date").
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[allow(missing_docs)] // their words say it
        pub enum Code {
            $(#[serde(rename = $word)] $code,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$code,)*];

            /// The word.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$code => $word,)*
                }
            }
        }
    };
}

codes! {
    Encoding = "encoding",
    UndecodedCharacters = "undecoded_characters",
    PageUnreadable = "page_unreadable",
    PageWithoutText = "page_without_text",
    InvisibleText = "invisible_text",
    HiddenText = "hidden_text",
    TrackedChanges = "tracked_changes",
    CommentsLeftOut = "comments_left_out",
    PartUnreadable = "part_unreadable",
    StruckOut = "struck_out",
    ImpossibleDate = "impossible_date",
    YearUnknown = "year_unknown",
    YearNotInferred = "year_not_inferred",
    DeadlineNotUnderstood = "deadline_not_understood",
    TimeOfAnOccasion = "time_of_an_occasion",
    IntervalReversed = "interval_reversed",
    DueBeforeLetter = "due_before_letter",
    UnrealDate = "unreal_date",
    IdentifierDuplicate = "identifier_duplicate",
    IdentifierGap = "identifier_gap",
    RowNotNumbered = "row_not_numbered",
    KindUnknown = "kind_unknown",
    AssignmentsMissing = "assignments_missing",
    SeriesUnread = "series_unread",
    RecipientInferred = "recipient_inferred",
    IssuerInferred = "issuer_inferred",
    KeyIncomplete = "key_incomplete",
    KeyShared = "key_shared",
    NewerVersion = "newer_version",
    DuplicateReport = "duplicate_report",
    ReportGap = "report_gap",
    NoAnswer = "no_answer",
    NoUnit = "no_unit",
    EarmarkNesting = "earmark_nesting",
    EarmarksShort = "earmarks_short",
    EarmarksExceed = "earmarks_exceed",
    HeadingNamesOtherPost = "heading_names_other_post",
    AmountUncertain = "amount_uncertain",
    ChangeDisagrees = "change_disagrees",
    ChangeMismatch = "change_mismatch",
    PreviousDisagrees = "previous_disagrees",
    SumMismatch = "sum_mismatch",
    SumMissing = "sum_missing",
    TablesDisagree = "tables_disagree",
    TextDisagrees = "text_disagrees",
    PercentMismatch = "percent_mismatch",
    DirectionMismatch = "direction_mismatch",
    FiguresMissing = "figures_missing",
    FiguresUndecided = "figures_undecided",
    ReferenceMismatch = "reference_mismatch",
    AssignmentAmountDiffers = "assignment_amount_differs",
    ChapterHeadingLost = "chapter_heading_lost",
    TableUnread = "table_unread",
    OverviewDisagrees = "overview_disagrees",
    RequestWithoutSection = "request_without_section",
    RequestNotInOverview = "request_not_in_overview",
    ReportingNotTold = "reporting_not_told",
    RequestSessionUnknown = "request_session_unknown",
    RequestSessionDisagrees = "request_session_disagrees",
    RequestWithoutDecision = "request_without_decision",
    QuotationNotClosed = "quotation_not_closed",
    RequestWithoutResponse = "request_without_response",
    RequestOutcomeUnknown = "request_outcome_unknown",
    ReportingDisagrees = "reporting_disagrees",
    RequestPrintedDifferently = "request_printed_differently",
    RepealUnread = "repeal_unread",
    RepealWithoutRequest = "repeal_without_request",
    RepealMissing = "repeal_missing",
    CitedDayDisagrees = "cited_day_disagrees",
    ImpossibleSession = "impossible_session",
    LinkUnresolved = "link_unresolved",
    LinkAmbiguous = "link_ambiguous",
    Quotation = "quotation",
    IdDuplicate = "id_duplicate",
    ReferenceMissing = "reference_missing",
    SourceNotFound = "source_not_found",
    SourceUnreadable = "source_unreadable",
    DigestMismatch = "digest_mismatch",
    PlaceDisagrees = "place_disagrees",
    ValueDisagrees = "value_disagrees",
    LinkDisagrees = "link_disagrees",
    ReadOtherwise = "read_otherwise",
    OtherProgram = "other_program",
}

impl Code {
    /// The code of a word; none where another version of the program gave it.
    pub fn of_name(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name() == word)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl PartialEq<Code> for String {
    fn eq(&self, other: &Code) -> bool {
        self == other.name()
    }
}
