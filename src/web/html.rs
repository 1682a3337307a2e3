//! The frame of every page.

use super::assets::{ICON_ADDRESS, SCRIPT_ADDRESS, STYLE_ADDRESS};
use maud::{DOCTYPE, Markup, html};

/// Which of the five pages it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Søk.
    Search,
    /// Frister.
    Deadlines,
    /// Anmodningsvedtak.
    Requests,
    /// Budsjett.
    Budget,
    /// Dokumenter.
    Documents,
    /// None of them.
    None,
}

/// The pages in the order of the menu.
const MENU: [(Place, &str, &str); 5] = [
    (Place::Search, "/", "Søk"),
    (Place::Deadlines, "/frister", "Frister"),
    (Place::Requests, "/vedtak", "Anmodningsvedtak"),
    (Place::Budget, "/budsjett", "Budsjett"),
    (Place::Documents, "/dokumenter", "Dokumenter"),
];

/// A whole page.
pub(super) fn page(title: &str, place: Place, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="nb" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – oppdrag" }
                link rel="icon" type="image/svg+xml" href=(ICON_ADDRESS);
                link rel="stylesheet" href=(STYLE_ADDRESS);
                script src=(SCRIPT_ADDRESS) defer {}
            }
            body {
                a.skip href="#innhold" { "Hopp til innholdet" }
                header.top {
                    a.name href="/" { "oppdrag" }
                    nav aria-label="Hovedmeny" {
                        ul {
                            @for (one, address, words) in MENU {
                                li {
                                    a href=(address) aria-current=[(one == place).then_some("page")] { (words) }
                                }
                            }
                        }
                    }
                }
                main id="innhold" tabindex="-1" { (body) }
            }
        }
    }
}
