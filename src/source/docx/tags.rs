//! The elements that are known, each in its namespace: of ISO/IEC 29500 both the transitional and the
//! strict one, and those of Word's own that hold text boxes.

/// A namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// WordprocessingML (29500-1, 17).
    Word,
    /// Office Math (22.1).
    Math,
    /// Markup compatibility (29500-3).
    Compat,
    /// DrawingML and what stands around it (20).
    Drawing,
    /// SmartArt (21.4).
    Diagram,
    /// Charts (21.2).
    Chart,
    /// Word's text boxes since 2010.
    Shape,
    /// The older drawings (29500-4, 19).
    Vml,
    /// Relationships and content types of the package (29500-2).
    Package,
    /// Understood, with nothing in it that is read.
    Known,
    /// Any other.
    Other,
}

impl Space {
    /// The namespace of an address.
    pub fn of(address: &str) -> Self {
        let open = address
            .strip_prefix("http://schemas.openxmlformats.org/")
            .or_else(|| address.strip_prefix("http://purl.oclc.org/ooxml/"));
        if let Some(own) = open {
            return match own {
                "wordprocessingml/2006/main" | "wordprocessingml/main" => Self::Word,
                "officeDocument/2006/math" | "officeDocument/math" => Self::Math,
                "markup-compatibility/2006" => Self::Compat,
                "drawingml/2006/diagram" | "drawingml/diagram" => Self::Diagram,
                "drawingml/2006/chart" | "drawingml/chart" => Self::Chart,
                "package/2006/relationships" | "package/2006/content-types" => Self::Package,
                own if own.starts_with("drawingml/") => Self::Drawing,
                _ => Self::Known,
            };
        }
        match address {
            "http://schemas.microsoft.com/office/word/2010/wordprocessingShape" => Self::Shape,
            "urn:schemas-microsoft-com:vml" => Self::Vml,
            own if own.starts_with("http://schemas.microsoft.com/office/word/")
                || own.starts_with("urn:schemas-microsoft-com:office:") =>
            {
                Self::Known
            }
            _ => Self::Other,
        }
    }
}

macro_rules! tags {
    ($($space:ident { $($(#[$doc:meta])* $tag:ident = $name:literal),* $(,)? })*) => {
        /// An element that is known.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Tag {
            $($($(#[$doc])* $tag,)*)*
            /// Any other: a wrapper, whose content counts.
            Other,
        }

        /// The element of a name.
        pub(super) fn tag(space: Space, name: &str) -> Tag {
            match (space, name) {
                $($((Space::$space, $name) => Tag::$tag,)*)*
                _ => Tag::Other,
            }
        }
    };
}

tags! {
    Word {
        // Stories and what they are made of.
        Body = "body", Footnote = "footnote", Endnote = "endnote", Header = "hdr",
        P = "p", R = "r", T = "t", Tbl = "tbl", Tr = "tr", Tc = "tc",
        BoxContent = "txbxContent", DrawingOf = "drawing", Pict = "pict", AltChunk = "altChunk", Object = "object",
        // What stands in a run.
        Tab = "tab", Br = "br", Cr = "cr", PositionTab = "ptab",
        NoBreakHyphen = "noBreakHyphen", Sym = "sym",
        DelText = "delText", DelInstrText = "delInstrText", InstrText = "instrText",
        FldChar = "fldChar", FldSimple = "fldSimple", CheckBox = "checkBox",
        Checked = "checked", Default = "default", Hyperlink = "hyperlink",
        FootnoteReference = "footnoteReference", EndnoteReference = "endnoteReference",
        CommentReference = "commentReference", RubyText = "rt",
        // Changes that were tracked.
        Ins = "ins", Del = "del", MoveFrom = "moveFrom", MoveTo = "moveTo",
        PPrChange = "pPrChange", RPrChange = "rPrChange", TblPrChange = "tblPrChange",
        TrPrChange = "trPrChange", TcPrChange = "tcPrChange", SectPrChange = "sectPrChange",
        TblGridChange = "tblGridChange", TblPrExChange = "tblPrExChange",
        NumberingChange = "numberingChange", CellDel = "cellDel",
        // Properties of paragraphs.
        PPr = "pPr", PStyle = "pStyle", OutlineLvl = "outlineLvl", NumPr = "numPr", Ilvl = "ilvl",
        NumId = "numId", Ind = "ind", Spacing = "spacing", FramePr = "framePr",
        PageBreakBefore = "pageBreakBefore",
        // Properties of runs.
        RPr = "rPr", RStyle = "rStyle", B = "b", Vanish = "vanish", SpecVanish = "specVanish",
        Sz = "sz", Color = "color", Highlight = "highlight", Shd = "shd", W = "w",
        VertAlign = "vertAlign",
        // Properties of tables.
        TblPr = "tblPr", TblPrEx = "tblPrEx", TblStyle = "tblStyle", TblLook = "tblLook",
        GridCol = "gridCol", TrPr = "trPr", TblHeader = "tblHeader", Hidden = "hidden",
        TrHeight = "trHeight", GridBefore = "gridBefore", TcPr = "tcPr", GridSpan = "gridSpan",
        VMerge = "vMerge", HMerge = "hMerge",
        // Sections and settings.
        SectPr = "sectPr", HeaderReference = "headerReference", TitlePg = "titlePg",
        Background = "background", DisplayBackground = "displayBackgroundShape",
        // Styles.
        Style = "style", Name = "name", BasedOn = "basedOn", TblStylePr = "tblStylePr",
        RPrDefault = "rPrDefault", PPrDefault = "pPrDefault",
        // Numbering.
        AbstractNum = "abstractNum", Num = "num", AbstractNumId = "abstractNumId", Lvl = "lvl",
        LvlOverride = "lvlOverride", StartOverride = "startOverride", Start = "start",
        NumFmt = "numFmt", LvlText = "lvlText", Suff = "suff", LvlRestart = "lvlRestart",
        IsLgl = "isLgl", LvlPicBulletId = "lvlPicBulletId", StyleLink = "styleLink",
        NumStyleLink = "numStyleLink",
    }
    Math { MathText = "t", MathRun = "r", MathPara = "oMathPara", Denominator = "den" }
    Compat { Alternate = "AlternateContent", Choice = "Choice", Fallback = "Fallback" }
    Drawing {
        Blip = "blip", SolidFill = "solidFill", NoFill = "noFill", GradFill = "gradFill",
        BlipFill = "blipFill", PattFill = "pattFill", SrgbClr = "srgbClr", Extent = "extent",
        LineOfShape = "ln",
    }
    Diagram { DiagramIds = "relIds" }
    Chart { ChartOf = "chart" }
    Shape { ShapeProperties = "spPr" }
    Vml { ImageData = "imagedata", VmlShape = "shape", VmlRect = "rect", VmlRound = "roundrect" }
    Package { Relationship = "Relationship", Override = "Override" }
}
