use super::*;

fn table(lines: &[&str]) -> Vec<Record> {
    let cells = |line: &&str| line.split(',').map(str::to_owned).collect();
    (1..).zip(lines).map(|(line, text)| Record { line, cells: cells(text) }).collect()
}

fn read(lines: &[&str]) -> Result<Vec<CsvRow>, Vec<CsvFault>> {
    rows_of(table(lines).into_iter())
}

fn faults(lines: &[&str]) -> Vec<(u64, Option<Column>, String)> {
    let faults = read(lines).expect_err("wrong");
    faults.into_iter().map(|fault| (fault.line, fault.column, fault.code)).collect()
}

#[test]
fn columns_are_known_by_what_people_call_them_in_any_order() {
    for header in ["氏名,メールアドレス", "Name,E-Mail", "お名前,Ｅメール", " NAME , email address ", "名前,メール"]
    {
        let rows =
            read(&[header, "鈴木 太郎,suzuki@example.jp"]).unwrap_or_else(|faults| panic!("{header}: {faults:?}"));
        assert_eq!((rows[0].details.name.as_str(), rows[0].line), ("鈴木 太郎", 2), "{header}");
    }
    let rows = read(&[
        "言語,備考,メールアドレス,役職,部署,会社名,電話番号,フリガナ,氏名",
        "英語,n,a@b.jp,課長,総務部,〇〇,03-1234-5678,ア,亜",
    ]);
    let details = rows.expect("right").remove(0).details;
    assert_eq!(
        (details.language, details.job_title.as_deref(), details.department.as_deref()),
        (Language::En, Some("課長"), Some("総務部"))
    );
    assert_eq!(details.phone.map(String::from).as_deref(), Some("+81312345678"));
}

#[test]
fn columns_that_are_unknown_missing_or_twice_are_told_before_any_row() {
    assert_eq!(
        faults(&["氏名,住所,年齢,氏名", ",,,"]),
        [
            (1, None, "unknown-column".to_owned()),
            (1, None, "unknown-column".to_owned()),
            (1, Some(Column::Name), "column-twice".to_owned()),
            (1, Some(Column::Email), "missing-column".to_owned()),
        ]
    );
    assert_eq!(faults(&[]), [(1, None, "empty".to_owned())]);
}

#[test]
fn every_wrong_row_is_told_by_its_line_and_column() {
    let found = faults(&[
        "氏名,メールアドレス,電話番号,言語",
        "鈴木,suzuki@example.jp,,",
        ",suzuki,12,独語",
        ",,,",
        "佐藤,SUZUKI@example.jp,,",
        "佐藤,sato@example.jp,",
    ]);
    let told: Vec<_> = found.iter().map(|(line, column, code)| (*line, *column, code.as_str())).collect();
    assert_eq!(
        told,
        [
            (3, Some(Column::Language), "invalid"),
            (3, Some(Column::Name), "missing"),
            (3, Some(Column::Email), "no-at-sign"),
            (3, Some(Column::Phone), "invalid"),
            (5, Some(Column::Email), "twice"),
            (6, None, "cells"),
        ]
    );
    let error = CsvFault::twice(5, 2).into_error();
    assert_eq!((error.pointer.as_str(), error.code.as_ref()), ("/5/メールアドレス", "twice"));
    assert!(error.detail.ja.starts_with("5行目「メールアドレス」：2行目と同じ"), "{error:?}");
}

#[test]
fn a_row_says_nothing_of_what_its_file_has_no_column_for_and_takes_away_what_is_empty() {
    let before = ContactRequest {
        name: "鈴木".to_owned(),
        email: "suzuki@example.jp".to_owned(),
        company: Some("株式会社〇〇".to_owned()),
        note: Some("夜間不可".to_owned()),
        language: Language::En,
        ..ContactRequest::default()
    };
    let before = before.accept().expect("right");
    let row = read(&["氏名,メールアドレス,備考", "鈴木 太郎,suzuki@example.jp,"]).expect("right").remove(0);
    assert_eq!(row.over(&before), ContactDetails { name: "鈴木 太郎".to_owned(), note: None, ..before });
}

#[test]
fn what_is_written_is_read_as_it_was() {
    for phone in
        ["090-1234-5678", "03-1234-5678", "0125-23-1234", "0120-123-456", "0800-123-4567", "+1 202 555 0100", ""]
    {
        let request = ContactRequest {
            name: "@鈴木".to_owned(),
            kana: Some("スズキ".to_owned()),
            email: "-suzuki@example.jp".to_owned(),
            company: Some("=SUM(A1)".to_owned()),
            phone: Some(phone.to_owned()),
            language: Language::En,
            note: Some("'+1".to_owned()),
            ..ContactRequest::default()
        };
        let details = request.accept().expect("right");
        let cells = cells_of(&details).map(|cell| guarded(&cell)).to_vec();
        assert_eq!(cells[3], "'=SUM(A1)");
        let header = CSV_COLUMNS.map(|column| column.title().to_owned()).to_vec();
        let records = [Record { line: 1, cells: header }, Record { line: 2, cells }];
        assert_eq!(rows_of(records.into_iter()).expect("right")[0].details, details, "{phone}");
    }
}
