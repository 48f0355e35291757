//! Pages as the sender's organisation presents itself.

use domain::draft::EnvelopeRequest;
use domain::language::Language;
use domain::policy::{Brand, Policy};
use fakes::{Story, signer};

use crate::world::{DEADLINE, SENT, World};

fn branded() -> World {
    let brand = Brand {
        name: Some("滝川市 電子契約".into()),
        name_en: Some("Takikawa Contracts".into()),
        accent: Some("#6b1f3a".parse().unwrap()),
        mail_sender: None,
    };
    let request = EnvelopeRequest { recipients: vec![signer(1, None, "田中 太郎", "tanaka")], ..Story::request() };
    World::telling(Story::under(Policy { brand, ..Policy::default() }, request, SENT))
}

#[tokio::test]
async fn the_organisations_name_and_colour_are_at_the_head_and_the_service_is_named_at_the_foot() {
    let w = branded();
    let path = format!("/sign/{}", w.story.act_link(1, DEADLINE));
    for (language, head, foot) in [
        (Language::Ja, "滝川市 電子契約", "電子契約サービス：Keiin"),
        (Language::En, "Takikawa Contracts", "Electronic contract service: Keiin"),
    ] {
        for below in ["", "/confirm"] {
            let page = w.get(&format!("{path}{below}?lang={}", language.tag())).await;
            assert_eq!(page.status, 200, "{below}");
            assert!(page.body.contains(&format!(r#"<p class="brand">{head}</p>"#)), "{}", page.body);
            assert!(page.body.contains(foot) && page.body.contains("--accent: #6b1f3a;"), "{}", page.body);
        }
    }
}

#[tokio::test]
async fn whoever_has_no_good_link_learns_of_no_organisation() {
    let w = branded();
    let page = w.get("/sign/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
    assert_eq!(page.status, 404);
    assert!(page.body.contains(r#"<p class="brand">Keiin</p>"#) && !page.body.contains("滝川市"), "{}", page.body);
}
