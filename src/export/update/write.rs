//! The workbook brought up to date, written.

use super::merge::{Merged, MergedSheet, Ours};
use super::read::Value;
use crate::export::excel::{self, ABOUT, Formats, Goal};
use crate::export::{Cell, Column, Overview};
use calamine::{
    BorderStyle, Font, HorizontalAlignment, SheetVisible, Style, UnderlineStyle, VerticalAlignment,
};
use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, FormatUnderline, Formula, Worksheet, XlsxError,
};
use std::collections::HashMap;

/// Writes the workbook.
pub(super) fn write(merged: &Merged, overview: &Overview) -> Result<Vec<u8>, XlsxError> {
    let mut book = excel::workbook(overview)?;
    let goals: Vec<Goal<'_>> = merged
        .sheets
        .iter()
        .filter_map(|sheet| {
            let ours = sheet.ours.as_ref()?;
            Some(Goal {
                part: ours.kind.heading(),
                sheet: &sheet.old.name,
                column: u16::try_from(ours.id).ok()?,
            })
        })
        .collect();
    let formats = Formats::new();
    let mut looks = Looks::default();
    let mut shown = false;
    for one in &merged.sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(&one.old.name)?;
        match one.old.visible {
            SheetVisible::Visible if !shown => {
                // Excel opens on the first sheet, which may be a hidden one.
                sheet.set_active(true);
                shown = true;
            }
            SheetVisible::Visible => {}
            SheetVisible::Hidden => {
                sheet.set_hidden(true);
            }
            SheetVisible::VeryHidden => {
                sheet.set_very_hidden(true);
            }
        }
        theirs(sheet, one, &mut looks)?;
        match &one.ours {
            Some(ours) => write_ours(sheet, one, ours, &formats, &goals)?,
            None if one.old.name == ABOUT => about(sheet, one, overview, &formats)?,
            None => {}
        }
        for (first, last) in &one.old.hidden {
            sheet.set_column_range_hidden(*first, *last)?;
        }
    }
    merged.prints.write(&mut book)?;
    for (name, formula) in &merged.names {
        book.define_name(name, &format!("={}", formula.trim_start_matches('=')))?;
    }
    book.save_to_buffer()
}

/// People's cells, as they stand.
fn theirs(sheet: &mut Worksheet, one: &MergedSheet, looks: &mut Looks) -> Result<(), XlsxError> {
    if one.ours.is_none() {
        for area in one.old.merged.iter().filter(|area| area.start != area.end) {
            let columns = (u16::try_from(area.start.1), u16::try_from(area.end.1));
            if let (Ok(left), Ok(right)) = columns {
                sheet.merge_range(area.start.0, left, area.end.0, right, "", &Format::new())?;
            }
        }
    }
    let mut widths: HashMap<u16, f64> = HashMap::new();
    for (row, values) in (0_u32..).zip(&one.old.rows) {
        for (column, value) in (0_u16..).zip(values) {
            let at = (row as usize, usize::from(column));
            if one
                .ours
                .as_ref()
                .is_some_and(|ours| ours.cells.contains_key(&at))
            {
                continue;
            }
            let format = looks.of(one.old.styles.get((row, u32::from(column))));
            put(sheet, (row, column), value, &format)?;
            let length = value
                .shown()
                .lines()
                .map(|line| line.chars().count())
                .max()
                .unwrap_or(0);
            let wide = widths.entry(column).or_insert(10.0);
            *wide = wide.max((length as f64 + 2.0).min(40.0));
        }
    }
    for (column, width) in widths {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    format: &Format,
) -> Result<(), XlsxError> {
    match value {
        Value::Empty if *format == Format::new() => sheet,
        Value::Empty => sheet.write_blank(row, column, format)?,
        Value::Text(words) => sheet.write_string_with_format(row, column, words, format)?,
        Value::Number(value) | Value::Moment(value) => {
            sheet.write_number_with_format(row, column, *value, format)?
        }
        Value::Truth(value) => sheet.write_boolean_with_format(row, column, *value, format)?,
        Value::Formula(formula, result) => {
            let result = match result.as_ref() {
                Value::Number(value) | Value::Moment(value) => value.to_string(),
                other => other.shown(),
            };
            let formula = Formula::new(format!("={formula}")).set_result(result);
            sheet.write_formula_with_format(row, column, formula, format)?
        }
    };
    Ok(())
}

/// Our cells, over people's colours.
fn write_ours(
    sheet: &mut Worksheet,
    one: &MergedSheet,
    ours: &Ours,
    formats: &Formats,
    goals: &[Goal<'_>],
) -> Result<(), XlsxError> {
    let mut places: Vec<&(usize, usize)> = ours.cells.keys().collect();
    places.sort_unstable();
    let columns: HashMap<usize, Column> = ours.columns.iter().copied().collect();
    for place in places {
        let cell = &ours.cells[place];
        let (Ok(row), Ok(column)) = (u32::try_from(place.0), u16::try_from(place.1)) else {
            continue;
        };
        let own = columns.get(&place.1).copied();
        let own = own.unwrap_or(Column::new("", 20));
        let base = if place.0 == ours.head {
            &formats.head
        } else {
            formats.of(cell, &own)
        };
        let style = one.old.styles.get((row, u32::from(column)));
        let format = over(base, style, cell, &own);
        if *cell == Cell::Empty {
            sheet.write_blank(row, column, &format)?;
        }
        excel::write_cell(sheet, (row, column), cell, &format, goals)?;
    }
    for (column, own) in &ours.columns {
        if let Ok(column) = u16::try_from(*column) {
            sheet.set_column_width(column, f64::from(own.width))?;
        }
    }
    for row in ours.head..ours.height {
        let words: Vec<(String, u16)> = (0..ours.width)
            .filter_map(|column| {
                let own = columns.get(&column).copied();
                match (ours.cells.get(&(row, column)), own) {
                    (_, Some(own)) if !own.wrap => None,
                    (Some(cell), own) => Some((cell.shown(), own.map_or(20, |own| own.width))),
                    (None, own) => {
                        let value = one.old.rows.get(row)?.get(column)?;
                        Some((value.shown(), own.map_or(40, |own| own.width)))
                    }
                }
            })
            .collect();
        let words = words.iter().map(|(words, width)| (words.as_str(), *width));
        if let Ok(row) = u32::try_from(row) {
            sheet.set_row_height(row, excel::height(words))?;
        }
    }
    let (head, last) = (
        u32::try_from(ours.head).unwrap_or(0),
        u32::try_from(ours.height.saturating_sub(1)).unwrap_or(0),
    );
    excel::frame(sheet, head, last, ours.width)
}

/// Our look with what a person put over it: a colour behind the cell, bold, italic, struck out.
fn over(base: &Format, style: Option<&Style>, cell: &Cell, column: &Column) -> Format {
    let mut format = base.clone();
    let Some(style) = style else {
        return format;
    };
    format = filled(format, style);
    if let Some(font) = &style.font {
        format = emphasised(format, font);
        let plain = column.wrap && !matches!(cell, Cell::Link { .. });
        if let Some(colour) = font.color.filter(|colour| plain && !colour.is_black()) {
            format = format.set_font_color(rgb(colour));
        }
    }
    format
}

/// The sheet that tells what the others hold: people's lines stay, and what is new comes below.
fn about(
    sheet: &mut Worksheet,
    one: &MergedSheet,
    overview: &Overview,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let has = |words: &str| {
        one.old
            .rows
            .iter()
            .flatten()
            .any(|value| value.shown() == words)
    };
    let column = Column::new("", 110);
    let new = overview
        .notes
        .iter()
        .flat_map(|note| excel::pieces(note, |_| excel::BELOW.into()))
        .filter(|words| !has(words.as_str()));
    for (row, words) in (one.old.rows.len()..).zip(new) {
        let cell = Cell::text(words);
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        excel::write_cell(sheet, (row, 0), &cell, formats.of(&cell, &column), &[])?;
    }
    sheet.set_column_width(0, 110.0)?;
    Ok(())
}

/// Looks of people's cells, made once each.
#[derive(Default)]
struct Looks(Vec<(Style, Format)>);

impl Looks {
    fn of(&mut self, style: Option<&Style>) -> Format {
        let Some(style) = style else {
            return Format::new();
        };
        if let Some((_, format)) = self.0.iter().find(|(known, _)| known == style) {
            return format.clone();
        }
        let format = look(style);
        self.0.push((style.clone(), format.clone()));
        format
    }
}

fn rgb(colour: calamine::Color) -> Color {
    Color::RGB(u32::from(colour.red) << 16 | u32::from(colour.green) << 8 | u32::from(colour.blue))
}

/// The colour behind a cell.
fn filled(format: Format, style: &Style) -> Format {
    let fill = style.fill.as_ref().filter(|fill| fill.is_visible());
    match fill.and_then(|fill| fill.get_color()) {
        Some(colour) => format.set_background_color(rgb(colour)),
        None => format,
    }
}

/// Bold, italic, struck out.
fn emphasised(mut format: Format, font: &Font) -> Format {
    if font.is_bold() {
        format = format.set_bold();
    }
    if font.is_italic() {
        format = format.set_italic();
    }
    if font.has_strikethrough() {
        format = format.set_font_strikethrough();
    }
    format
}

fn look(style: &Style) -> Format {
    let mut format = Format::new();
    // What every cell has by itself is left out, so that a look read back is the look written.
    if let Some(number) = &style.number_format
        && number.format_code != "General"
    {
        format = format.set_num_format(&number.format_code);
    }
    if let Some(font) = &style.font {
        if let Some(name) = font.name.as_ref().filter(|name| *name != "Calibri") {
            format = format.set_font_name(name);
        }
        if let Some(size) = font.size.filter(|size| *size != 11.0) {
            format = format.set_font_size(size);
        }
        format = emphasised(format, font);
        if font.underline != UnderlineStyle::None {
            format = format.set_underline(FormatUnderline::Single);
        }
        if let Some(colour) = font.color.filter(|colour| !colour.is_black()) {
            format = format.set_font_color(rgb(colour));
        }
    }
    format = filled(format, style);
    if let Some(alignment) = &style.alignment {
        if alignment.wrap_text {
            format = format.set_text_wrap();
        }
        format = match alignment.horizontal {
            HorizontalAlignment::Left => format.set_align(FormatAlign::Left),
            HorizontalAlignment::Center => format.set_align(FormatAlign::Center),
            HorizontalAlignment::Right => format.set_align(FormatAlign::Right),
            _ => format,
        };
        format = match alignment.vertical {
            VerticalAlignment::Top => format.set_align(FormatAlign::Top),
            VerticalAlignment::Center => format.set_align(FormatAlign::VerticalCenter),
            _ => format,
        };
    }
    if let Some(borders) = &style.borders {
        let line = |style: BorderStyle| match style {
            BorderStyle::None => FormatBorder::None,
            BorderStyle::Medium => FormatBorder::Medium,
            BorderStyle::Thick => FormatBorder::Thick,
            BorderStyle::Double => FormatBorder::Double,
            BorderStyle::Dashed => FormatBorder::Dashed,
            BorderStyle::Dotted => FormatBorder::Dotted,
            _ => FormatBorder::Thin,
        };
        format = format
            .set_border_left(line(borders.left.style))
            .set_border_right(line(borders.right.style))
            .set_border_top(line(borders.top.style))
            .set_border_bottom(line(borders.bottom.style));
    }
    format
}
