-- The store: what the JSON of `oppdrag extract` says, laid out for looking up. A cache; `oppdrag index`
-- makes it anew from the JSON.
--
-- Every record is kept as its JSON, in the words of the contract; the other columns of its table are
-- read out of that JSON, so that the two cannot differ. Lists inside a record (parts, targets,
-- figures, …) are views over it.
--
-- row = document * 2^24 + type * 2^19 + position: the number that a record has in the whole store and in the
-- index of words, from which its document and type can be told without looking.

PRAGMA application_id = 0x4F505044; -- «OPPD»

-- A file that extract read: what was read, how, and what was written.
CREATE TABLE files (
  file           INTEGER PRIMARY KEY,
  path           TEXT NOT NULL UNIQUE,  -- of the JSON, below the folder, '/' between its parts
  source         TEXT NOT NULL,         -- the source's own name, as in the JSON
  root           TEXT,                  -- the folder that was walked; null where the file was named itself
  origin         TEXT,                  -- where the source lay
  sha256         TEXT NOT NULL,         -- of the source
  media_type     TEXT NOT NULL,
  pages          INTEGER,
  characters     INTEGER NOT NULL,
  schema_version TEXT NOT NULL,
  tool_version   TEXT NOT NULL,
  reading        TEXT,                  -- of the program and its grammar files; null where not known
  bytes          INTEGER NOT NULL,      -- of the JSON
  errors         INTEGER NOT NULL,      -- diagnostics of that severity
  warnings       INTEGER NOT NULL,
  gone           INTEGER NOT NULL DEFAULT 0, -- 1: the source was not there any more when it was last looked for
  coverage       TEXT NOT NULL          -- the record of the contract
);
CREATE INDEX files_root ON files(root);
CREATE INDEX files_sha256 ON files(sha256);

-- A file that could not be read when it was last tried.
CREATE TABLE failures (
  path     TEXT PRIMARY KEY,  -- where its JSON would be
  origin   TEXT NOT NULL,
  root     TEXT,
  reason   TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  since    TEXT NOT NULL,     -- the instant of the first attempt that failed
  stale    INTEGER NOT NULL   -- 1: JSON of a former content of the file is still there
) WITHOUT ROWID;

CREATE TABLE documents (
  document   INTEGER PRIMARY KEY,
  file       INTEGER NOT NULL REFERENCES files(file) ON DELETE CASCADE,
  position   INTEGER NOT NULL,      -- within the file, from 0
  counts     INTEGER NOT NULL,      -- 1: the reading of this document that is shown, of several files
  ground     TEXT,                  -- why another one counts; null where this one does
  print      TEXT NOT NULL,         -- what tells which files are of one document; «key» in it is the JSON file's own
  digest     TEXT NOT NULL,         -- of the whole document's JSON: tells whether anything in it changed
  json       TEXT NOT NULL,         -- the document without the lists of its records; its key is unique among those that count
  key        TEXT GENERATED ALWAYS AS (json ->> '$.key') STORED,
  kind       TEXT GENERATED ALWAYS AS (json ->> '$.kind') STORED,
  title      TEXT GENERATED ALWAYS AS (json ->> '$.title') STORED,
  language   TEXT GENERATED ALWAYS AS (json ->> '$.language') STORED,
  year       INTEGER GENERATED ALWAYS AS (json ->> '$.year') STORED,
  session    TEXT GENERATED ALWAYS AS (json ->> '$.session') STORED,
  supplement INTEGER GENERATED ALWAYS AS (json ->> '$.supplement') STORED,
  relation   TEXT GENERATED ALWAYS AS (json ->> '$.relation') STORED,
  date       TEXT GENERATED ALWAYS AS (json ->> '$.date') STORED,
  reference  TEXT GENERATED ALWAYS AS (json ->> '$.reference') STORED
);
CREATE INDEX documents_file ON documents(file);
CREATE INDEX documents_key ON documents(key);
CREATE INDEX documents_double ON documents(counts) WHERE NOT counts;

-- Words of which two files of one document, or of one key, have at least one in common.
CREATE TABLE meetings (
  word     TEXT NOT NULL,
  document INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  PRIMARY KEY (word, document)
) WITHOUT ROWID;
CREATE INDEX meetings_document ON meetings(document);

-- Whom a document is from, to, and copied to, in its order.
CREATE TABLE parties (
  document INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  role     TEXT NOT NULL CHECK (role IN ('issuer', 'recipient', 'copy')),
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  PRIMARY KEY (document, role, position)
) WITHOUT ROWID;

CREATE TABLE sections (
  row      INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page     TEXT,                    -- the printed page of its first place
  json     TEXT NOT NULL,
  id       TEXT GENERATED ALWAYS AS (json ->> '$.id') VIRTUAL,
  number   TEXT GENERATED ALWAYS AS (json ->> '$.number') VIRTUAL,
  title    TEXT GENERATED ALWAYS AS (json ->> '$.title') VIRTUAL,
  level    INTEGER GENERATED ALWAYS AS (json ->> '$.level') VIRTUAL,
  parent   TEXT GENERATED ALWAYS AS (json ->> '$.parent') VIRTUAL
);

CREATE TABLE goals (
  row      INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page     TEXT,
  json     TEXT NOT NULL,
  id       TEXT GENERATED ALWAYS AS (json ->> '$.id') VIRTUAL,
  kind     TEXT GENERATED ALWAYS AS (json ->> '$.kind') VIRTUAL,
  section  TEXT GENERATED ALWAYS AS (json ->> '$.section') VIRTUAL,
  number   TEXT GENERATED ALWAYS AS (json ->> '$.number') VIRTUAL,
  text     TEXT GENERATED ALWAYS AS (json ->> '$.text') VIRTUAL
);

CREATE TABLE indicators (
  row      INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page     TEXT,
  json     TEXT NOT NULL,
  id       TEXT GENERATED ALWAYS AS (json ->> '$.id') VIRTUAL,
  kind     TEXT GENERATED ALWAYS AS (json ->> '$.kind') VIRTUAL,
  section  TEXT GENERATED ALWAYS AS (json ->> '$.section') VIRTUAL,
  goal     TEXT GENERATED ALWAYS AS (json ->> '$.goal') VIRTUAL,
  parent   TEXT GENERATED ALWAYS AS (json ->> '$.parent') VIRTUAL,
  text     TEXT GENERATED ALWAYS AS (json ->> '$.text') VIRTUAL
);

CREATE TABLE assignments (
  row        INTEGER PRIMARY KEY,
  document   INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page       TEXT,
  json       TEXT NOT NULL,
  id         TEXT GENERATED ALWAYS AS (json ->> '$.id') VIRTUAL,
  number     TEXT GENERATED ALWAYS AS (json ->> '$.number') VIRTUAL,
  title      TEXT GENERATED ALWAYS AS (json ->> '$.title') VIRTUAL,
  section    TEXT GENERATED ALWAYS AS (json ->> '$.section') VIRTUAL,
  goal       TEXT GENERATED ALWAYS AS (json ->> '$.goal') VIRTUAL,
  department TEXT GENERATED ALWAYS AS (json ->> '$.department') VIRTUAL,
  lead       TEXT GENERATED ALWAYS AS (json ->> '$.lead') VIRTUAL,
  withheld   INTEGER GENERATED ALWAYS AS (json ->> '$.withheld') VIRTUAL,
  action     TEXT GENERATED ALWAYS AS (json ->> '$.action') VIRTUAL,
  text       TEXT GENERATED ALWAYS AS (json ->> '$.text') VIRTUAL
);

CREATE TABLE withdrawals (
  row        INTEGER PRIMARY KEY,
  document   INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page       TEXT,
  json       TEXT NOT NULL,
  assignment TEXT GENERATED ALWAYS AS (json ->> '$.assignment') VIRTUAL,
  text       TEXT GENERATED ALWAYS AS (json ->> '$.text') VIRTUAL
);

CREATE TABLE carry_over (
  row      INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page     TEXT,
  json     TEXT NOT NULL,
  years    TEXT GENERATED ALWAYS AS (json ->> '$.years') VIRTUAL,
  effect   TEXT GENERATED ALWAYS AS (json ->> '$.effect') VIRTUAL,
  text     TEXT GENERATED ALWAYS AS (json ->> '$.text') VIRTUAL
);

CREATE TABLE requirements (
  row      INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page     TEXT,
  json     TEXT NOT NULL,
  id       TEXT GENERATED ALWAYS AS (json ->> '$.id') VIRTUAL,
  kind     TEXT GENERATED ALWAYS AS (json ->> '$.kind') VIRTUAL,
  section  TEXT GENERATED ALWAYS AS (json ->> '$.section') VIRTUAL,
  text     TEXT GENERATED ALWAYS AS (json ->> '$.text') VIRTUAL,
  channel  TEXT GENERATED ALWAYS AS (json ->> '$.channel') VIRTUAL
);

CREATE TABLE requests (
  row            INTEGER PRIMARY KEY,
  document       INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page           TEXT,
  json           TEXT NOT NULL,
  id             TEXT GENERATED ALWAYS AS (json ->> '$.id') VIRTUAL,
  session        TEXT GENERATED ALWAYS AS (json ->> '$.session') VIRTUAL,
  number         INTEGER GENERATED ALWAYS AS (json ->> '$.number') VIRTUAL,
  date           TEXT GENERATED ALWAYS AS (json ->> '$.date') VIRTUAL,
  keyword        TEXT GENERATED ALWAYS AS (json ->> '$.keyword') VIRTUAL,
  heading        TEXT GENERATED ALWAYS AS (json ->> '$.heading') VIRTUAL,
  text           TEXT GENERATED ALWAYS AS (json ->> '$.text') VIRTUAL,
  response       TEXT GENERATED ALWAYS AS (json ->> '$.response') VIRTUAL,
  reporting_ends INTEGER GENERATED ALWAYS AS (json ->> '$.reporting_ends') VIRTUAL,
  outcome        TEXT GENERATED ALWAYS AS (json ->> '$.outcome') VIRTUAL,
  followed_up    INTEGER GENERATED ALWAYS AS (json ->> '$.followed_up') VIRTUAL
);
CREATE INDEX requests_id ON requests(json ->> '$.id');

CREATE TABLE appropriations (
  row          INTEGER PRIMARY KEY,
  document     INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page         TEXT,
  json         TEXT NOT NULL,
  id           TEXT GENERATED ALWAYS AS (json ->> '$.id') VIRTUAL,
  level        TEXT GENERATED ALWAYS AS (json ->> '$.level') VIRTUAL,
  chapter      TEXT GENERATED ALWAYS AS (json ->> '$.chapter') VIRTUAL,
  chapter_name TEXT GENERATED ALWAYS AS (json ->> '$.chapter_name') VIRTUAL,
  post         TEXT GENERATED ALWAYS AS (json ->> '$.post') VIRTUAL,
  name         TEXT GENERATED ALWAYS AS (json ->> '$.name') VIRTUAL,
  side         TEXT GENERATED ALWAYS AS (json ->> '$.side') VIRTUAL,
  "table"      TEXT GENERATED ALWAYS AS (json ->> '$.table') VIRTUAL,
  section      TEXT GENERATED ALWAYS AS (json ->> '$.section') VIRTUAL
);
CREATE INDEX appropriations_post ON appropriations(chapter, post);

CREATE TABLE authorisations (
  row       INTEGER PRIMARY KEY,
  document  INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page      TEXT,
  json      TEXT NOT NULL,
  id        TEXT GENERATED ALWAYS AS (json ->> '$.id') VIRTUAL,
  kind      TEXT GENERATED ALWAYS AS (json ->> '$.kind') VIRTUAL,
  chapter   TEXT GENERATED ALWAYS AS (json ->> '$.chapter') VIRTUAL,
  limit_nok INTEGER GENERATED ALWAYS AS (json ->> '$.limit_nok') VIRTUAL,
  text      TEXT GENERATED ALWAYS AS (json ->> '$.text') VIRTUAL
);
CREATE INDEX authorisations_chapter ON authorisations(chapter);

CREATE TABLE reports (
  row       INTEGER PRIMARY KEY,
  document  INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page      TEXT,
  json      TEXT NOT NULL,
  id        TEXT GENERATED ALWAYS AS (json ->> '$.id') VIRTUAL,
  reference TEXT GENERATED ALWAYS AS (json ->> '$.reference') VIRTUAL,
  title     TEXT GENERATED ALWAYS AS (json ->> '$.title') VIRTUAL,
  section   TEXT GENERATED ALWAYS AS (json ->> '$.section') VIRTUAL,
  answer    TEXT GENERATED ALWAYS AS (json ->> '$.answer') VIRTUAL,
  joint     INTEGER GENERATED ALWAYS AS (json ->> '$.joint') VIRTUAL
);

CREATE TABLE deadlines (
  row             INTEGER PRIMARY KEY,
  document        INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page            TEXT,
  -- the records that it binds; null where it binds none of that type, or one that the JSON lacks
  assignment_row  INTEGER REFERENCES assignments(row) ON DELETE SET NULL,
  request_row     INTEGER REFERENCES requests(row) ON DELETE SET NULL,
  requirement_row INTEGER REFERENCES requirements(row) ON DELETE SET NULL,
  report_row      INTEGER REFERENCES reports(row) ON DELETE SET NULL,
  json            TEXT NOT NULL,
  id              TEXT GENERATED ALWAYS AS (json ->> '$.id') VIRTUAL,
  assignment      TEXT GENERATED ALWAYS AS (json ->> '$.assignment') VIRTUAL,
  request         TEXT GENERATED ALWAYS AS (json ->> '$.request') VIRTUAL,
  raw             TEXT GENERATED ALWAYS AS (json ->> '$.raw') VIRTUAL,
  what            TEXT GENERATED ALWAYS AS (json ->> '$.what') VIRTUAL,
  responsible     TEXT GENERATED ALWAYS AS (json ->> '$.responsible') VIRTUAL,
  kind            TEXT GENERATED ALWAYS AS (json ->> '$.kind') VIRTUAL,
  status          TEXT GENERATED ALWAYS AS (json ->> '$.status') VIRTUAL,
  date            TEXT GENERATED ALWAYS AS (json ->> '$.date') VIRTUAL,
  earliest        TEXT GENERATED ALWAYS AS (json ->> '$.earliest') VIRTUAL,
  latest          TEXT GENERATED ALWAYS AS (json ->> '$.latest') VIRTUAL,
  precision       TEXT GENERATED ALWAYS AS (json ->> '$.precision') VIRTUAL,
  -- The day by which it is due: the printed day, else the last one that the words allow; of what
  -- begins, the first. `Deadline::due` says the same.
  due             TEXT GENERATED ALWAYS AS (coalesce(
                    json ->> '$.date',
                    iif(json ->> '$.kind' = 'start', json ->> '$.earliest', NULL),
                    json ->> '$.latest'
                  )) VIRTUAL
);
CREATE INDEX deadlines_assignment_row ON deadlines(assignment_row) WHERE assignment_row IS NOT NULL;
CREATE INDEX deadlines_request_row ON deadlines(request_row) WHERE request_row IS NOT NULL;
CREATE INDEX deadlines_requirement_row ON deadlines(requirement_row) WHERE requirement_row IS NOT NULL;
CREATE INDEX deadlines_report_row ON deadlines(report_row) WHERE report_row IS NOT NULL;
CREATE INDEX deadlines_due ON deadlines(due);

CREATE TABLE tables (
  row      INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page     TEXT,
  json     TEXT NOT NULL,
  id       TEXT GENERATED ALWAYS AS (json ->> '$.id') VIRTUAL,
  caption  TEXT GENERATED ALWAYS AS (json ->> '$.caption') VIRTUAL,
  section  TEXT GENERATED ALWAYS AS (json ->> '$.section') VIRTUAL
);

CREATE TABLE citations (
  row      INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page     TEXT,
  json     TEXT NOT NULL,
  id       TEXT GENERATED ALWAYS AS (json ->> '$.id') VIRTUAL,
  kind     TEXT GENERATED ALWAYS AS (json ->> '$.kind') VIRTUAL,
  ref      TEXT GENERATED ALWAYS AS (json ->> '$.ref') VIRTUAL,
  raw      TEXT GENERATED ALWAYS AS (json ->> '$.raw') VIRTUAL,
  "in"     TEXT GENERATED ALWAYS AS (json ->> '$.in') VIRTUAL
);
CREATE INDEX citations_ref ON citations(ref);

-- A link has a document of the set at each end, by key: the other one may not be in the store.
CREATE TABLE links (
  row           INTEGER PRIMARY KEY,
  document      INTEGER NOT NULL REFERENCES documents(document) ON DELETE CASCADE,
  page          TEXT,
  json          TEXT NOT NULL,
  kind          TEXT GENERATED ALWAYS AS (json ->> '$.kind') VIRTUAL,
  from_document TEXT GENERATED ALWAYS AS (json ->> '$.from.document') VIRTUAL,
  from_id       TEXT GENERATED ALWAYS AS (json ->> '$.from.id') VIRTUAL,
  to_document   TEXT GENERATED ALWAYS AS (json ->> '$.to.document') VIRTUAL,
  to_id         TEXT GENERATED ALWAYS AS (json ->> '$.to.id') VIRTUAL,
  ground        TEXT GENERATED ALWAYS AS (json ->> '$.ground') VIRTUAL
);

-- What the tool was unsure of, and what it found wrong in the source.
CREATE TABLE diagnostics (
  file     INTEGER NOT NULL REFERENCES files(file) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  page     TEXT,
  json     TEXT NOT NULL,
  code     TEXT GENERATED ALWAYS AS (json ->> '$.code') VIRTUAL,
  severity TEXT GENERATED ALWAYS AS (json ->> '$.severity') VIRTUAL,
  message  TEXT GENERATED ALWAYS AS (json ->> '$.message') VIRTUAL,
  item     TEXT GENERATED ALWAYS AS (json ->> '$.item') VIRTUAL,
  PRIMARY KEY (file, position)
) WITHOUT ROWID;

-- What each finding is about: records, or a document as a whole (document * 2^24). What a finding names
-- is in its JSON; here also what that belongs to and what its places lie in, so that whatever shows a
-- record can show its findings. References that lead nowhere in the set are left out: they are about
-- what has not been read.
CREATE TABLE findings (
  row      INTEGER NOT NULL,
  file     INTEGER NOT NULL REFERENCES files(file) ON DELETE CASCADE,
  position INTEGER NOT NULL,  -- in diagnostics
  PRIMARY KEY (row, file, position)
) WITHOUT ROWID;
CREATE INDEX findings_file ON findings(file, position);
CREATE INDEX diagnostics_code ON diagnostics(json ->> '$.code');

CREATE INDEX sections_document ON sections(document, id);
CREATE INDEX goals_document ON goals(document, id);
CREATE INDEX indicators_document ON indicators(document, id);
CREATE INDEX assignments_document ON assignments(document, id);
CREATE INDEX withdrawals_document ON withdrawals(document);
CREATE INDEX carry_over_document ON carry_over(document);
CREATE INDEX requirements_document ON requirements(document, id);
CREATE INDEX deadlines_document ON deadlines(document, id);
CREATE INDEX requests_document ON requests(document, id);
CREATE INDEX appropriations_document ON appropriations(document, id);
CREATE INDEX authorisations_document ON authorisations(document, id);
CREATE INDEX reports_document ON reports(document, id);
CREATE INDEX tables_document ON tables(document, id);
CREATE INDEX citations_document ON citations(document, id);
CREATE INDEX links_document ON links(document);
CREATE INDEX links_from ON links(from_document, from_id);
CREATE INDEX links_to ON links(to_document, to_id);
CREATE INDEX citations_in ON citations(document, "in");
-- Of expressions, not of the columns: only so can SQLite answer from the index alone.
CREATE INDEX assignments_department ON assignments(json ->> '$.department');
CREATE INDEX assignments_action ON assignments(json ->> '$.action');
CREATE INDEX deadlines_status ON deadlines(json ->> '$.status');
CREATE INDEX requests_number ON requests(json ->> '$.number');
CREATE INDEX requests_standing ON requests(json ->> '$.reporting_ends', json ->> '$.outcome');
CREATE INDEX parties_name ON parties(name);

-- Lists inside records.
CREATE VIEW addressees AS
  SELECT a.row AS assignment, e.key AS position, e.value AS name
  FROM assignments a, json_each(a.json, '$.addressees') e;
CREATE VIEW parts AS
  SELECT a.row AS assignment, e.key AS position, e.value ->> '$.label' AS label,
         e.value ->> '$.title' AS title, e.value ->> '$.text' AS text
  FROM assignments a, json_each(a.json, '$.parts') e;
CREATE VIEW targets AS
  SELECT i.row AS indicator, e.key AS position, e.value ->> '$.subject' AS subject,
         e.value ->> '$.comparator' AS comparator, e.value ->> '$.value' AS value,
         e.value ->> '$.unit' AS unit, e.value ->> '$.period' AS period,
         e.value ->> '$.baseline' AS baseline, e.value ->> '$.raw' AS raw
  FROM indicators i, json_each(i.json, '$.targets') e;
CREATE VIEW figures AS
  SELECT a.row AS appropriation, e.key AS position, e.value ->> '$.label' AS label,
         e.value ->> '$.year' AS year, e.value ->> '$.role' AS role, e.value ->> '$.nok' AS nok,
         e.value ->> '$.percent' AS percent, e.value ->> '$.raw' AS raw
  FROM appropriations a, json_each(a.json, '$.figures') e;
CREATE VIEW earmarks AS
  SELECT a.row AS appropriation, e.key AS position, e.value ->> '$.id' AS id,
         e.value ->> '$.kind' AS kind, e.value ->> '$.nok' AS nok, e.value ->> '$.minimum' AS minimum,
         e.value ->> '$.maximum' AS maximum, e.value ->> '$.parent' AS parent,
         e.value ->> '$.text' AS text, e.value ->> '$.purpose' AS purpose
  FROM appropriations a, json_each(a.json, '$.earmarks') e;
CREATE VIEW results AS
  SELECT r.row AS report, e.key AS position, e.value ->> '$.measure' AS measure,
         e.value ->> '$.area' AS area, e.value ->> '$.period' AS period, e.value ->> '$.value' AS value,
         e.value ->> '$.unit' AS unit, e.value ->> '$.kind' AS kind
  FROM reports r, json_each(r.json, '$.results') e;

-- What people call documents, assignments, withdrawals, answers and requests, as `link` compares numbers: `tb 2026 14`.
-- Ids that are not printed are no names.
CREATE TABLE names (
  name TEXT NOT NULL,
  row  INTEGER NOT NULL,  -- of the record; of a document: document * 2^24
  PRIMARY KEY (name, row)
) WITHOUT ROWID;
CREATE INDEX names_row ON names(row);
CREATE INDEX names_loose ON names(replace(name, ' ', ''));

-- The words of all records, folded; its rowid is the record's row.
CREATE VIRTUAL TABLE words USING fts5(title, text, tokenize="unicode61 remove_diacritics 0");
-- Each word once, so that a part of a compound finds the compounds that it is in.
CREATE TABLE vocabulary (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE compounds USING fts5(
  word, content='vocabulary', content_rowid='id', tokenize="trigram case_sensitive 1"
);

-- What became of the document of each key: the last thing only, so that the table does not grow with
-- the nights. It outlives the making anew of the other tables (`oppdrag index`).
CREATE TABLE IF NOT EXISTS changes (
  key    TEXT PRIMARY KEY,
  seq    INTEGER NOT NULL UNIQUE, -- of its last change; every change has a greater one than all before
  came   INTEGER NOT NULL,        -- the seq by which it came in, or came back
  at     TEXT NOT NULL,           -- the instant of its last change, UTC
  digest TEXT                     -- of the document; null: there is none of this key any more
) WITHOUT ROWID;
-- The state of the whole store, in one row.
CREATE TABLE IF NOT EXISTS state (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  epoch    TEXT NOT NULL,         -- of this file: a seq means nothing in another
  revision INTEGER NOT NULL,      -- greater after everything that was done to the store
  at       TEXT NOT NULL          -- the instant of that, UTC
);
INSERT OR IGNORE INTO state VALUES (1, lower(hex(randomblob(8))), 0, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'));
