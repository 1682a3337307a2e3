//! The words that the letters are made of, in bokmål and nynorsk: all invented, none of a real letter.

/// The two written standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    Bokmaal,
    Nynorsk,
}

/// One thing in both.
pub type Pair = (&'static str, &'static str);

/// A text in both.
#[derive(Clone, Debug, Default)]
pub struct Words {
    nb: String,
    nn: String,
}

impl Words {
    /// Made of a rule for either.
    pub fn of(rule: impl Fn(Tongue) -> String) -> Self {
        Self {
            nb: rule(Tongue::Bokmaal),
            nn: rule(Tongue::Nynorsk),
        }
    }

    /// In one of them.
    pub fn say(&self, tongue: Tongue) -> &str {
        match tongue {
            Tongue::Bokmaal => &self.nb,
            Tongue::Nynorsk => &self.nn,
        }
    }
}

impl Tongue {
    /// A pair in this one.
    pub fn say(self, (nb, nn): Pair) -> &'static str {
        match self {
            Tongue::Bokmaal => nb,
            Tongue::Nynorsk => nn,
        }
    }
}

/// With a capital letter first.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A ministry: its name, its short name, its street.
pub const MINISTRIES: [(Pair, &str, &str); 7] = [
    (
        ("Samferdselsdepartementet", "Samferdselsdepartementet"),
        "SD",
        "Akersgata 59",
    ),
    (
        (
            "Klima- og miljødepartementet",
            "Klima- og miljødepartementet",
        ),
        "KLD",
        "Kongens gate 20",
    ),
    (
        (
            "Kultur- og likestillingsdepartementet",
            "Kultur- og likestillingsdepartementet",
        ),
        "KUD",
        "Akersgata 59",
    ),
    (
        ("Energidepartementet", "Energidepartementet"),
        "ED",
        "Akersgata 59",
    ),
    (
        (
            "Landbruks- og matdepartementet",
            "Landbruks- og matdepartementet",
        ),
        "LMD",
        "Teatergata 9",
    ),
    (
        (
            "Nærings- og fiskeridepartementet",
            "Nærings- og fiskeridepartementet",
        ),
        "NFD",
        "Kongens gate 8",
    ),
    (
        ("Kunnskapsdepartementet", "Kunnskapsdepartementet"),
        "KD",
        "Kirkegata 18",
    ),
];

/// An agency: its name, what the letter calls it, its short name, its post.
pub const AGENCIES: [(Pair, Pair, &str, [&str; 2]); 7] = [
    (
        (
            "Direktoratet for fjordforvaltning",
            "Direktoratet for fjordforvalting",
        ),
        ("direktoratet", "direktoratet"),
        "DFF",
        ["Postboks 311", "5803 BERGEN"],
    ),
    (
        ("Statens snøtilsyn", "Statens snøtilsyn"),
        ("tilsynet", "tilsynet"),
        "SST",
        ["Postboks 74", "2669 BJORLI"],
    ),
    (
        ("Nasjonalt tareinstitutt", "Nasjonalt tareinstitutt"),
        ("instituttet", "instituttet"),
        "NTI",
        ["Postboks 18", "6282 BRATTVÅG"],
    ),
    (
        ("Steinverket", "Steinverket"),
        ("verket", "verket"),
        "STV",
        ["Postboks 2041", "3255 LARVIK"],
    ),
    (
        ("Brudirektoratet", "Brudirektoratet"),
        ("direktoratet", "direktoratet"),
        "BRD",
        ["Postboks 660", "7405 TRONDHEIM"],
    ),
    (
        ("Norsk museumsverksted", "Norsk museumsverkstad"),
        ("verkstedet", "verkstaden"),
        "NMV",
        ["Storgata 3", "2212 KONGSVINGER"],
    ),
    (
        ("Beitetilsynet", "Beitetilsynet"),
        ("tilsynet", "tilsynet"),
        "BET",
        ["Postboks 905", "9811 VADSØ"],
    ),
];

/// What an assignment is about.
pub const TOPICS: [Pair; 34] = [
    (
        "merking av stier i høyfjellet",
        "merking av stiar i høgfjellet",
    ),
    (
        "bruk av droner ved skredfare",
        "bruk av dronar ved skredfare",
    ),
    ("kontroll med småbåthavner", "kontroll med småbåthamner"),
    ("opplæring av sesongansatte", "opplæring av sesongtilsette"),
    (
        "vedlikehold av gamle hengebruer",
        "vedlikehald av gamle hengebruer",
    ),
    (
        "reservedeler til målestasjoner",
        "reservedelar til målestasjonar",
    ),
    ("gebyr for prøvetaking", "gebyr for prøvetaking"),
    ("lagring av kartdata", "lagring av kartdata"),
    (
        "varsling av flom i små vassdrag",
        "varsling av flaum i små vassdrag",
    ),
    ("tilskudd til frivillige lag", "tilskot til frivillige lag"),
    (
        "sikring av verneverdige naust",
        "sikring av verneverdige naust",
    ),
    ("beite nær jernbanen", "beite nær jernbanen"),
    ("digital søknad om fiskekort", "digital søknad om fiskekort"),
    ("fjerning av marint avfall", "fjerning av marint avfall"),
    (
        "rekruttering av fagarbeidere",
        "rekruttering av fagarbeidarar",
    ),
    ("samordning av laboratorier", "samordning av laboratorium"),
    ("klarspråk i vedtak", "klarspråk i vedtak"),
    ("energibruk i statlige bygg", "energibruk i statlege bygg"),
    ("tilsyn med steinbrudd", "tilsyn med steinbrot"),
    (
        "kompetanse om rasfarlige skrenter",
        "kompetanse om rasfarlege skrentar",
    ),
    ("ventetid på godkjenning", "ventetid på godkjenning"),
    ("innsamling av tang og tare", "innsamling av tang og tare"),
    (
        "universell utforming av utsiktspunkt",
        "universell utforming av utsiktspunkt",
    ),
    (
        "sporing av forurensede masser",
        "sporing av forureina massar",
    ),
    (
        "beredskap ved langvarig strømbrudd",
        "beredskap ved langvarig straumbrot",
    ),
    (
        "felles innkjøp av måleutstyr",
        "felles innkjøp av måleutstyr",
    ),
    ("utveksling av fartøydata", "utveksling av fartøydata"),
    ("formidling til skoleklasser", "formidling til skuleklassar"),
    ("reiseliv i sårbare områder", "reiseliv i sårbare område"),
    (
        "bevaring av håndverkstradisjoner",
        "bevaring av handverkstradisjonar",
    ),
    ("arkivering av feltnotater", "arkivering av feltnotat"),
    ("ulvesikre gjerder", "ulvesikre gjerde"),
    (
        "informasjonssikkerhet i feltutstyr",
        "informasjonstryggleik i feltutstyr",
    ),
    (
        "kvalitetssikring av vannprøver",
        "kvalitetssikring av vassprøver",
    ),
];

/// What is to be done about it; `{}` is the topic.
pub const DUTIES: [Pair; 16] = [
    ("utarbeide en plan for {}", "utarbeide ein plan for {}"),
    (
        "kartlegge omfanget av {} i alle fylker",
        "kartleggje omfanget av {} i alle fylke",
    ),
    (
        "vurdere om regelverket for {} bør endres",
        "vurdere om regelverket for {} bør endrast",
    ),
    (
        "foreslå tiltak for {} innenfor gjeldende ramme",
        "foreslå tiltak for {} innanfor gjeldande ramme",
    ),
    (
        "gjennomgå rutinene for {} og rette opp svakheter",
        "gå gjennom rutinane for {} og rette opp veikskapar",
    ),
    ("oppdatere veilederen om {}", "oppdatere rettleiaren om {}"),
    ("evaluere ordningen med {}", "evaluere ordninga med {}"),
    (
        "etablere et nettverk for {} sammen med kommunene",
        "etablere eit nettverk for {} saman med kommunane",
    ),
    (
        "beskrive kostnader og gevinster ved {}",
        "beskrive kostnader og gevinstar ved {}",
    ),
    (
        "prøve ut en ny modell for {}",
        "prøve ut ein ny modell for {}",
    ),
    (
        "lage en oversikt over {} de siste fem årene",
        "lage eit oversyn over {} dei siste fem åra",
    ),
    (
        "gi råd om {} til fylkeskommunene",
        "gi råd om {} til fylkeskommunane",
    ),
    (
        "legge fram et kunnskapsgrunnlag om {}",
        "leggje fram eit kunnskapsgrunnlag om {}",
    ),
    (
        "samle erfaringer med {} fra andre nordiske land",
        "samle erfaringar med {} frå andre nordiske land",
    ),
    ("utvikle indikatorer for {}", "utvikle indikatorar for {}"),
    ("revidere kravene til {}", "revidere krava til {}"),
];

/// What a body goes on with.
pub const MORE: [Pair; 30] = [
    (
        "Arbeidet skal gjøres i nær dialog med næringen.",
        "Arbeidet skal gjerast i nær dialog med næringa.",
    ),
    (
        "Forslaget skal vise virkninger for små virksomheter.",
        "Framlegget skal vise verknader for små verksemder.",
    ),
    (
        "Fylkeskommunene og Sametinget skal trekkes inn.",
        "Fylkeskommunane og Sametinget skal trekkjast inn.",
    ),
    (
        "Det skal legges vekt på løsninger som er enkle å ta i bruk.",
        "Det skal leggjast vekt på løysingar som er enkle å ta i bruk.",
    ),
    (
        "Erfaringene fra tidligere forsøk skal brukes.",
        "Erfaringane frå tidlegare forsøk skal brukast.",
    ),
    (
        "Kostnadene dekkes innenfor rammen i dette brevet.",
        "Kostnadene blir dekte innanfor ramma i dette brevet.",
    ),
    (
        "Minst to alternativer skal beskrives, og ett skal anbefales.",
        "Minst to alternativ skal beskrivast, og eitt skal tilrådast.",
    ),
    (
        "Departementet vil ta stilling til videre oppfølging når svaret foreligger.",
        "Departementet vil ta stilling til vidare oppfølging når svaret ligg føre.",
    ),
    (
        "Vurderingen skal omfatte personvern og informasjonssikkerhet.",
        "Vurderinga skal omfatte personvern og informasjonstryggleik.",
    ),
    (
        "Berørte arbeidstakerorganisasjoner skal få uttale seg.",
        "Dei arbeidstakarorganisasjonane det gjeld, skal få uttale seg.",
    ),
    (
        "Resultatene skal gjøres kjent på en måte som publikum forstår.",
        "Resultata skal gjerast kjende på ein måte som publikum forstår.",
    ),
    (
        "Det er et mål at flere skal kunne bruke tjenesten uten hjelp.",
        "Det er eit mål at fleire skal kunne bruke tenesta utan hjelp.",
    ),
    (
        "Tallgrunnlaget skal være åpent tilgjengelig.",
        "Talgrunnlaget skal vere ope tilgjengeleg.",
    ),
    (
        "Kystkommunene har særlige behov som må beskrives.",
        "Kystkommunane har særlege behov som må beskrivast.",
    ),
    (
        "Andre etater som arbeider med det samme, skal orienteres.",
        "Andre etatar som arbeider med det same, skal orienterast.",
    ),
    (
        "Usikkerheten i anslagene skal framgå tydelig.",
        "Uvissa i overslaga skal gå tydeleg fram.",
    ),
    (
        "Det skal redegjøres for hvordan forskningsmiljøene har vært involvert.",
        "Det skal gjerast greie for korleis forskingsmiljøa har vore involverte.",
    ),
    (
        "Løsningen må kunne driftes av kommunene selv.",
        "Løysinga må kunne driftast av kommunane sjølve.",
    ),
    (
        "Behovet for endringer i instruksen skal meldes særskilt.",
        "Behovet for endringar i instruksen skal meldast særskilt.",
    ),
    (
        "Svaret skal være kort og ha en tydelig anbefaling.",
        "Svaret skal vere kort og ha ei tydeleg tilråding.",
    ),
    (
        "Ansvarsdelingen mellom forvaltningsnivåene skal omtales.",
        "Ansvarsdelinga mellom forvaltingsnivåa skal omtalast.",
    ),
    (
        "Både store og små anlegg skal være med i utvalget.",
        "Både store og små anlegg skal vere med i utvalet.",
    ),
    (
        "Tiltakene skal rangeres etter nytte og gjennomførbarhet.",
        "Tiltaka skal rangerast etter nytte og kor lette dei er å gjennomføre.",
    ),
    (
        "Den faglige vurderingen skal skilles klart fra økonomien.",
        "Den faglege vurderinga skal skiljast klart frå økonomien.",
    ),
    (
        "Det forutsettes at gjennomføringen ikke svekker den daglige driften.",
        "Det er ein føresetnad at gjennomføringa ikkje svekkjer den daglege drifta.",
    ),
    (
        "Samarbeidspartnerne skal ha innsyn i metoden.",
        "Samarbeidspartnarane skal ha innsyn i metoden.",
    ),
    (
        "Opplysninger fra publikum kan brukes som kilde.",
        "Opplysningar frå publikum kan brukast som kjelde.",
    ),
    (
        "Klimatilpasning skal inngå som et eget tema.",
        "Klimatilpassing skal inngå som eit eige tema.",
    ),
    (
        "Sammenhengen med internasjonale forpliktelser skal forklares.",
        "Samanhengen med internasjonale forpliktingar skal forklarast.",
    ),
    (
        "Veiledningsmateriellet skal finnes på begge målformer.",
        "Rettleiingsmateriellet skal finnast på begge målformer.",
    ),
];

/// Why an assignment is given.
pub const BACKGROUNDS: [Pair; 12] = [
    (
        "Dagens oversikt er mangelfull.",
        "Oversynet i dag er mangelfullt.",
    ),
    (
        "Flere kommuner har bedt om klarere råd.",
        "Fleire kommunar har bede om klarare råd.",
    ),
    (
        "Ordningen har vært uendret i mange år.",
        "Ordninga har vore uendra i mange år.",
    ),
    (
        "Riksrevisjonen har pekt på svak samordning.",
        "Riksrevisjonen har peikt på svak samordning.",
    ),
    (
        "Det er store forskjeller mellom landsdelene.",
        "Det er store skilnader mellom landsdelane.",
    ),
    (
        "Antallet henvendelser har økt kraftig.",
        "Talet på førespurnader har auka kraftig.",
    ),
    (
        "Ny teknologi gir muligheter som ikke er tatt i bruk.",
        "Ny teknologi gir høve som ikkje er tekne i bruk.",
    ),
    (
        "Næringen opplever kravene som uklare.",
        "Næringa opplever krava som uklare.",
    ),
    (
        "Departementet har mottatt innspill fra brukerne.",
        "Departementet har fått innspel frå brukarane.",
    ),
    (
        "Kunnskapen er spredt på mange fagmiljøer.",
        "Kunnskapen er spreidd på mange fagmiljø.",
    ),
    (
        "Forskriften trådte i kraft 1. juli 2021.",
        "Forskrifta tok til å gjelde 1. juli 2021.",
    ),
    (
        "Utstyret er gammelt og vanskelig å reparere.",
        "Utstyret er gammalt og vanskeleg å reparere.",
    ),
];

/// What an assignment falls into.
pub const PARTS: [Pair; 10] = [
    ("beskrive dagens praksis", "beskrive praksis i dag"),
    (
        "kartlegge behovet i kommunene",
        "kartleggje behovet i kommunane",
    ),
    (
        "foreslå felles krav til utstyr",
        "foreslå felles krav til utstyr",
    ),
    (
        "anslå kostnader for brukerne",
        "gi overslag over kostnader for brukarane",
    ),
    ("lage en mal for avtaler", "lage ein mal for avtalar"),
    (
        "vurdere behovet for lovendringer",
        "vurdere behovet for lovendringar",
    ),
    (
        "sammenligne med praksis i Sverige",
        "samanlikne med praksis i Sverige",
    ),
    ("gi råd om opplæring", "gi råd om opplæring"),
    ("peke ut pilotområder", "peike ut pilotområde"),
    (
        "skissere en modell for finansiering",
        "skissere ein modell for finansiering",
    ),
];

/// Goals.
pub const GOALS: [Pair; 14] = [
    (
        "Ferdselen i fjellet er trygg for alle",
        "Ferdsla i fjellet er trygg for alle",
    ),
    (
        "Kystens naturverdier er tatt vare på",
        "Naturverdiane på kysten er tekne vare på",
    ),
    (
        "Brukerne får rask og riktig hjelp",
        "Brukarane får rask og rett hjelp",
    ),
    (
        "Kunnskapen er oppdatert og lett å finne",
        "Kunnskapen er oppdatert og lett å finne",
    ),
    (
        "Kommunene har gode verktøy for planlegging",
        "Kommunane har gode verktøy for planlegging",
    ),
    ("Næringen følger regelverket", "Næringa følgjer regelverket"),
    (
        "Håndverket er levende i hele landet",
        "Handverket er levande i heile landet",
    ),
    (
        "Beredskapen er god ved flom og skred",
        "Beredskapen er god ved flaum og skred",
    ),
    (
        "Forvaltningen er effektiv og åpen",
        "Forvaltinga er effektiv og open",
    ),
    (
        "Bruer og veier tåler et villere klima",
        "Bruer og vegar toler eit villare klima",
    ),
    (
        "Råstoffene blir brukt på en bærekraftig måte",
        "Råstoffa blir brukte på ein berekraftig måte",
    ),
    ("Flere unge velger fagene våre", "Fleire unge vel faga våre"),
    (
        "Dyr på utmarksbeite har det godt",
        "Dyr på utmarksbeite har det godt",
    ),
    (
        "Data deles trygt mellom etatene",
        "Data blir delte trygt mellom etatane",
    ),
];

/// How a measure is told: a share, a count or a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Share,
    Count,
    Days,
}

/// Measures.
pub const MEASURES: [(Told, Pair); 20] = [
    (
        Told::Share,
        ("Andel varsler sendt i tide", "Del varsel sende i tide"),
    ),
    (
        Told::Share,
        (
            "Andel kontrollerte anlegg uten avvik",
            "Del kontrollerte anlegg utan avvik",
        ),
    ),
    (
        Told::Share,
        (
            "Andel søknader behandlet innen fristen",
            "Del søknader handsama innan fristen",
        ),
    ),
    (
        Told::Share,
        (
            "Andel brukere som er fornøyd med veiledningen",
            "Del brukarar som er nøgde med rettleiinga",
        ),
    ),
    (
        Told::Share,
        (
            "Andel stier med godkjent merking",
            "Del stiar med godkjend merking",
        ),
    ),
    (
        Told::Share,
        (
            "Andel kommuner med oppdatert beredskapsplan",
            "Del kommunar med oppdatert beredskapsplan",
        ),
    ),
    (
        Told::Share,
        (
            "Andel fartøy som rapporterer elektronisk",
            "Del fartøy som rapporterer elektronisk",
        ),
    ),
    (
        Told::Share,
        ("Oppetid for målestasjonene", "Oppetid for målestasjonane"),
    ),
    (
        Told::Count,
        ("Antall tilsyn i steinbrudd", "Tal på tilsyn i steinbrot"),
    ),
    (
        Told::Count,
        ("Antall nye veiledere", "Tal på nye rettleiarar"),
    ),
    (
        Told::Count,
        (
            "Antall bruer som er utbedret",
            "Tal på bruer som er utbetra",
        ),
    ),
    (
        Told::Count,
        (
            "Antall skoleklasser som har fått omvisning",
            "Tal på skuleklassar som har fått omvising",
        ),
    ),
    (
        Told::Count,
        (
            "Antall alvorlige hendelser på beite",
            "Tal på alvorlege hendingar på beite",
        ),
    ),
    (
        Told::Count,
        ("Antall datasett som er åpne", "Tal på datasett som er opne"),
    ),
    (
        Told::Count,
        (
            "Antall lærlinger i bygningsvern",
            "Tal på lærlingar i bygningsvern",
        ),
    ),
    (
        Told::Days,
        (
            "Gjennomsnittlig saksbehandlingstid for klager",
            "Gjennomsnittleg handsamingstid for klager",
        ),
    ),
    (
        Told::Days,
        (
            "Gjennomsnittlig tid fra melding til befaring",
            "Gjennomsnittleg tid frå melding til synfaring",
        ),
    ),
    (
        Told::Days,
        (
            "Gjennomsnittlig svartid på høringer",
            "Gjennomsnittleg svartid på høyringar",
        ),
    ),
    (
        Told::Days,
        (
            "Lengste ventetid på godkjenning av utstyr",
            "Lengste ventetid på godkjenning av utstyr",
        ),
    ),
    (
        Told::Days,
        (
            "Gjennomsnittlig tid til første svar ved henvendelser om ferdsel i sårbare områder",
            "Gjennomsnittleg tid til første svar ved førespurnader om ferdsel i sårbare område",
        ),
    ),
];

/// A post: its number, its name, the condition under which it is given.
pub const POSTS: [(&str, Pair, Option<Pair>); 10] = [
    ("01", ("Driftsutgifter", "Driftsutgifter"), None),
    (
        "21",
        ("Spesielle driftsutgifter", "Spesielle driftsutgifter"),
        Some(("kan overføres", "kan overførast")),
    ),
    (
        "22",
        (
            "Kartlegging av skredutsatte veier",
            "Kartlegging av skredutsette vegar",
        ),
        None,
    ),
    (
        "30",
        ("Nybygg og rehabilitering", "Nybygg og rehabilitering"),
        Some(("kan overføres", "kan overførast")),
    ),
    (
        "45",
        (
            "Større utstyrsanskaffelser og vedlikehold",
            "Større utstyrsinnkjøp og vedlikehald",
        ),
        Some(("kan overføres", "kan overførast")),
    ),
    (
        "60",
        (
            "Tilskudd til kommunale fjellsikringsprosjekter",
            "Tilskot til kommunale fjellsikringsprosjekt",
        ),
        Some(("kan overføres", "kan overførast")),
    ),
    (
        "70",
        (
            "Tilskudd til frivillige redningslag",
            "Tilskot til frivillige redningslag",
        ),
        None,
    ),
    (
        "71",
        (
            "Tilskudd til istandsetting av verneverdige naust, bruer og kaier",
            "Tilskot til istandsetjing av verneverdige naust, bruer og kaiar",
        ),
        None,
    ),
    (
        "72",
        ("Erstatninger", "Erstatningar"),
        Some(("overslagsbevilgning", "overslagsløyving")),
    ),
    (
        "74",
        (
            "Tilskudd til kompetansesentre",
            "Tilskot til kompetansesenter",
        ),
        None,
    ),
];

/// Posts of income.
pub const INCOMES: [(&str, Pair); 4] = [
    ("01", ("Gebyrinntekter", "Gebyrinntekter")),
    ("02", ("Oppdragsinntekter", "Oppdragsinntekter")),
    ("03", ("Leieinntekter", "Leigeinntekter")),
    ("07", ("Refusjoner", "Refusjonar")),
];

/// What a letter says besides.
pub const PRIORITIES: [Pair; 8] = [
    (
        "Sikkerhet for brukerne går foran nye oppgaver.",
        "Tryggleik for brukarane går føre nye oppgåver.",
    ),
    (
        "Innsatsen rettes dit risikoen er størst.",
        "Innsatsen blir retta dit risikoen er størst.",
    ),
    (
        "God veiledning er bedre enn mange kontroller.",
        "God rettleiing er betre enn mange kontrollar.",
    ),
    (
        "Samarbeidet med kommunene er viktig for resultatene.",
        "Samarbeidet med kommunane er viktig for resultata.",
    ),
    (
        "Kunnskap fra brukerne er en kilde til forbedring.",
        "Kunnskap frå brukarane er ei kjelde til forbetring.",
    ),
    (
        "Et villere klima stiller nye krav til arbeidet.",
        "Eit villare klima stiller nye krav til arbeidet.",
    ),
    (
        "Åpenhet om vurderingene bygger tillit.",
        "Openheit om vurderingane byggjer tillit.",
    ),
    (
        "Digitale tjenester er førstevalget for de fleste.",
        "Digitale tenester er førstevalet for dei fleste.",
    ),
];

/// What happens in the year of a letter; the last two are meetings.
pub const EVENTS: [Pair; 6] = [
    ("Virksomhetsplan", "Verksemdsplan"),
    ("Rapport for første tertial", "Rapport for første tertial"),
    ("Innspill til budsjettet", "Innspel til budsjettet"),
    ("Risikovurdering", "Risikovurdering"),
    ("Etatsstyringsmøte", "Etatsstyringsmøte"),
    ("Fagmøte om beredskap", "Fagmøte om beredskap"),
];

/// People who sign, and as what.
pub const SIGNERS: [&str; 8] = [
    "Torfinn Aalmo",
    "Eldbjørg Vikanes",
    "Sigmund Rustøen",
    "Annbjørg Løvlid",
    "Halvdan Skorge",
    "Yngvild Moberget",
    "Oddmund Fjelltun",
    "Ragna Sætervoll",
];

/// The ministry's own units.
pub const UNITS: [&str; 6] = ["FOR", "MIL", "HAV", "NAT", "BER", "DIG"];

/// Bodies that an assignment is done together with.
pub const PARTNERS: [&str; 6] = [
    "Kartverket",
    "Miljødirektoratet",
    "Statsforvalteren i Vestland",
    "NVE",
    "Mattilsynet",
    "Riksantikvaren",
];

/// Fields of work.
pub const AREAS: [Pair; 5] = [
    ("Fjell og vidde", "Fjell og vidde"),
    ("Kyst og fjord", "Kyst og fjord"),
    ("Kunnskap", "Kunnskap"),
    ("Beredskap", "Beredskap"),
    ("Forvaltning", "Forvalting"),
];

/// The months.
pub const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];
