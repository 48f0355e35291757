//! Uploads of many kinds through the front door: what each is rewritten to before it is sealed, what the sender is told of
//! it, and what others say of the sealed file; and those that are refused, each with its reason.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use journeys::contract::Draft;
use journeys::{judge, run};
use local::client::fresh_key;
use oracles::Oracles;
use reqwest::{Method, StatusCode};

/// Makes, by a tool of others, a file of each kind from a clean one: its arguments are that file and a folder.
const MAKE: &str = r#"
import sys, pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
source, folder = sys.argv[1:]
def make(name, change, **options):
    with pikepdf.open(source) as pdf:
        change(pdf)
        pdf.save(f'{folder}/{name}.pdf', **options)
def page(pdf): return pdf.pages[0].obj
def append(pdf, contents):
    pdf.pages[0].contents_add(pdf.make_stream(contents))
def annotate(pdf, **entries):
    annotation = pdf.make_indirect(Dictionary(Type=Name.Annot, P=page(pdf), Rect=[50, 50, 150, 70], F=4, **entries))
    page(pdf).Annots = Array(list(page(pdf).get('/Annots', [])) + [annotation])
    return annotation
def field(pdf, has_appearance=True):
    look = pdf.make_stream(b'0.9 g 0 0 100 20 re f 0 g 5 5 10 10 re f')
    look.BBox, look.Resources = Array([0, 0, 100, 20]), Dictionary()
    widget = annotate(pdf, Subtype=Name.Widget, FT=Name.Tx, T=String('amount'), V=String('1000'))
    if has_appearance: widget.AP = Dictionary(N=look)
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]))
def layer(pdf):
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String('draft')))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    page(pdf).Resources.Properties = Dictionary(L0=group)
    append(pdf, b'/OC /L0 BDC q 1 0 0 rg 0 0 300 300 re f Q EMC')
def attachment(pdf): pdf.attachments['estimate.csv'] = b'1,2,3'
def script(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String('app.alert(1)'))
make('form', field)
make('layer', layer)
make('attachment', attachment)
make('script', script)
def hidden(pdf): annotate(pdf, Subtype=Name.Square).F = 2
make('hidden', hidden)
make('encrypted', lambda pdf: None, encryption=pikepdf.Encryption(owner='o', user='', R=6))
make('restricted', lambda pdf: None, encryption=pikepdf.Encryption(owner='o', user='', R=6,
     allow=pikepdf.Permissions(modify_other=False, modify_annotation=False)))
make('linearized', lambda pdf: None, linearize=True)
make('look-unknown', lambda pdf: field(pdf, False))
def portfolio(pdf): pdf.Root.Collection = Dictionary()
make('portfolio', portfolio)
def dynamic(pdf):
    pdf.Root.NeedsRendering = True
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b'<xdp/>'))
make('xfa', dynamic)
make('film', lambda pdf: annotate(pdf, Subtype=Name.RichMedia))
"#;

/// Makes all kinds in `folder`.
fn make(folder: &Path) -> Result<()> {
    let source = folder.join("source.pdf");
    std::fs::write(&source, local::sample::contract(3)?)?;
    let python = Oracles::load()?.venv().python();
    let output = std::process::Command::new(python).args(["-c", MAKE]).arg(&source).arg(folder).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // What no tool makes on purpose.
    let clean = std::fs::read(&source)?;
    let around = [b"HTTP/1.1 200 OK\r\n\r\n", clean.as_slice(), &[0; 2_000]].concat();
    std::fs::write(folder.join("around.pdf"), around)?;
    let text = String::from_utf8_lossy(&clean).into_owned();
    let start = text.rsplit("startxref").next().and_then(|rest| rest.split_whitespace().next()).context("an offset")?;
    let end = clean.len() - text.rsplit("startxref").next().context("an end")?.len();
    let damaged = [&clean[..end], b"\n7\n%%EOF\n"].concat();
    ensure!(start != "7");
    std::fs::write(folder.join("damaged.pdf"), damaged)?;
    Ok(())
}

#[test]
fn each_kind_of_upload_is_put_in_order_and_sealed_and_its_sender_is_told() {
    run(async |stack| {
        let folder = tempfile::tempdir()?;
        make(folder.path())?;
        let kinds = [
            ("source", None),
            ("form", Some("fields")),
            ("layer", Some("layers")),
            ("attachment", Some("attachments")),
            ("script", Some("scripts")),
            ("hidden", Some("unseen_annotations")),
            ("encrypted", Some("encryption")),
            ("linearized", Some("linearization")),
            ("around", Some("surrounding_bytes")),
            ("damaged", Some("repaired")),
        ];
        let mut draft = Draft::sample("いろいろなPDF")?;
        draft.documents = Vec::new();
        for (name, _) in kinds {
            draft.documents.push((name.to_owned(), std::fs::read(folder.path().join(format!("{name}.pdf")))?));
        }
        let contract = draft.send(stack).await?;
        let envelope = stack.client().envelope(&contract.id).await?;
        let events = stack.client().events(&contract.id).await?;
        let sent = events["events"].as_array().and_then(|events| events.iter().find(|event| event["type"] == "sent"));
        let sent = sent.context("the envelope was sent")?;
        for (place, (name, kind)) in kinds.into_iter().enumerate() {
            let rewriting = &envelope["documents"][place]["rewriting"];
            let evidence = &sent["documents"][place];
            ensure!(evidence["uploaded"] == envelope["documents"][place]["sha256"], "{name}: {evidence}");
            ensure!(evidence["prepared"] != evidence["uploaded"], "{name}: {evidence}");
            let Some(kind) = kind else {
                ensure!(rewriting.is_null() && evidence["rewriting"].is_null(), "{name}: {rewriting}");
                continue;
            };
            let kinds = |list: &serde_json::Value| -> Vec<String> {
                let list = list.as_array().into_iter().flatten();
                list.filter_map(|one| one["kind"].as_str().map(str::to_owned)).collect()
            };
            ensure!(kinds(rewriting) == [kind] && kinds(&evidence["rewriting"]) == [kind], "{name}: {rewriting}");
            let japanese = rewriting[0]["detail_ja"].as_str().context("a sentence")?;
            ensure!(japanese.ends_with('。') && rewriting[0]["detail"].as_str().is_some_and(|en| en.ends_with('.')));
        }
        contract.sign_all(stack).await?;
        for file in contract.download(stack).await? {
            judge(stack, &file, 3)?;
            ensure!(pades::rewrite::fault(&file).is_none(), "every viewer reads it alike");
        }
        Ok(())
    });
}

#[test]
fn uploads_that_cannot_be_put_in_order_are_refused_by_name() {
    run(async |stack| {
        let folder = tempfile::tempdir()?;
        make(folder.path())?;
        for (name, code) in [
            ("restricted", "pdf-restricted"),
            ("look-unknown", "pdf-field-without-appearance"),
            ("portfolio", "pdf-portfolio"),
            ("xfa", "pdf-xfa"),
            ("film", "pdf-embedded"),
        ] {
            let mut draft = Draft::sample(&format!("送れないPDF {name}"))?;
            draft.documents = vec![(name.to_owned(), std::fs::read(folder.path().join(format!("{name}.pdf")))?)];
            let envelope = draft.create(stack).await?;
            let path = format!("/v1/envelopes/{}/send", envelope["id"].as_str().context("an id")?);
            let answer = stack.client().api(Method::POST, &path, Some(&fresh_key()?), None).await?;
            let problem = answer.json()?;
            ensure!(answer.status == StatusCode::UNPROCESSABLE_ENTITY, "{name}: {problem}");
            ensure!(problem["errors"][0]["code"] == code, "{name}: {problem}");
        }
        Ok(())
    });
}
