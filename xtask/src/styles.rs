//! The page's style sheets as one file. Read they are many; over a slow line each handful of requests is a round trip
//! more before anything is seen, and the program's download waits behind them.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Result, While};
use crate::freshness::hash_of_text;

const LINK: &str = "<link rel=\"stylesheet\" href=\"";

/// Makes one style sheet of all that `dist/index.html` links, in their order, and links that one.
pub fn merge(dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let html = fs::read_to_string(&index).while_doing("reading dist/index.html")?;
    let links = links(&html);
    let mut styles = String::new();
    for (_, address) in &links {
        let file = dist.join(file_name(address));
        styles += &fs::read_to_string(&file).while_doing(format!("reading {}", file.display()))?;
        fs::remove_file(&file).while_doing(format!("removing {}", file.display()))?;
    }
    let name = format!("styles-{:016x}.css", hash_of_text(&styles));
    let html = one_link(&html, &links, &name)
        .ok_or_else(|| Failure::new("dist/index.html links no style sheet."))?;
    fs::write(dist.join(&name), styles).while_doing("writing the style sheet")?;
    fs::write(&index, html).while_doing("writing dist/index.html")
}

/// Every link to a style sheet, as it stands there, and its address.
fn links(html: &str) -> Vec<(&str, &str)> {
    let starts = html.match_indices(LINK).map(|(at, _)| at);
    starts
        .filter_map(|at| {
            let whole = &html[at..=at + html[at..].find('>')?];
            let (address, _) = whole[LINK.len()..].split_once('"')?;
            Some((whole, address))
        })
        .collect()
}

fn file_name(address: &str) -> &str {
    address.rsplit('/').next().unwrap_or(address)
}

/// The page with a link to `name` where its first link was, and without the others.
fn one_link(html: &str, links: &[(&str, &str)], name: &str) -> Option<String> {
    let (first, address) = links.first()?;
    let folder = address.strip_suffix(file_name(address))?;
    let html = html.replacen(first, &format!("{LINK}{folder}{name}\">"), 1);
    let others = links[1..].iter().map(|(whole, _)| *whole);
    Some(others.fold(html, |html, link| html.replacen(link, "", 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_links_become_one_where_the_first_was() {
        let html = "<link rel=\"icon\" href=\"./i.svg\">\n\
            <link rel=\"stylesheet\" href=\"/some/a-1.css\"/>\n\
            <link rel=\"stylesheet\" href=\"/some/b-2.css\"/>\n";
        let links = links(html);
        let files: Vec<&str> = links
            .iter()
            .map(|(_, address)| file_name(address))
            .collect();
        assert_eq!(files, ["a-1.css", "b-2.css"]);
        assert_eq!(
            one_link(html, &links, "styles-3.css").as_deref(),
            Some(
                "<link rel=\"icon\" href=\"./i.svg\">\n\
                 <link rel=\"stylesheet\" href=\"/some/styles-3.css\">\n\n"
            )
        );
        assert_eq!(one_link("<p>", &[], "styles-3.css"), None);
    }
}
