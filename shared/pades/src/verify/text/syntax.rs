//! How a file leaves the grammar, in words.

use super::{Words, words};
use crate::strict::SyntaxFault;

pub(super) fn syntax(fault: SyntaxFault) -> Words {
    use SyntaxFault::*;
    match fault {
        Header => words("先頭がPDFの形式ではありません", "it does not start with a PDF header"),
        SecondHeader => words(
            "途中に別のPDFの先頭があり、二つの文書として読めます",
            "a second PDF header follows: two documents in one",
        ),
        StrayBytes => words("何にも属さないデータがあります", "there are bytes that belong to nothing"),
        Unfinished => words("ファイルの終わりの後に余分なデータがあります", "something follows the last end marker"),
        EndMarker => words("終わりの目印(%%EOF)の書き方が正しくありません", "an end marker is not as it must be"),
        EndTooFar => words(
            "終わりの目印の後の空白が長く、目次を見つけられないソフトがあります",
            "so much white space follows that some readers do not find the cross-reference",
        ),
        Word => words(
            "PDFの語ではない文字列があり、ソフトによってその先の読み方が変わります",
            "a word that PDF does not have makes readers stop, or go on, in different places",
        ),
        Number => words(
            "数の書き方が正しくなく、ソフトによって値が変わります",
            "readers make different numbers of what is written",
        ),
        NumberRange => {
            words("数が大きすぎ、ソフトによって値が変わります", "a number is too large, so that readers disagree on it")
        }
        Name => words("名前の書き方が正しくありません", "a name is not written as it must be"),
        NameLength => {
            words("名前が長すぎ、途中で切るソフトがあります", "a name is so long that some readers cut it off")
        }
        HexString => words("16進の文字列の書き方が正しくありません", "a hexadecimal string is not pairs of digits"),
        LiteralString => {
            words("文字列の書き方が正しくありません", "a string has an escape that readers take differently")
        }
        Unclosed => words("文字列や括弧が閉じられていません", "a string, array or dictionary is not closed"),
        Key => words("項目の名前か値が欠けています", "a dictionary lacks a key or a value"),
        DoubledKey => words(
            "同じ項目が二重にあり、どちらを採るかがソフトによって変わります",
            "a dictionary has an entry twice, and readers take one or the other",
        ),
        Reference => words("あり得ない番号を参照しています", "a reference names an object that cannot be"),
        Depth => words(
            "入れ子が深すぎ、読むのをやめるソフトがあります",
            "values are nested so deep that some readers give up",
        ),
        ObjectHeader => words("データの見出しの書き方が正しくありません", "an object's head is not as it must be"),
        ObjectValue => words("データの中身がありません", "an object has no value of its own"),
        ObjectEnd => words("データの終わりが正しくありません", "an object does not end as it must"),
        StreamStart => {
            words("データの始まりが一通りに決まりません", "where a stream starts can be read in more than one way")
        }
        Length => words("データの長さが書かれていません", "a stream does not say how long it is"),
        LengthWrong => words(
            "データの長さが実際と違い、ソフトによって中身が変わります",
            "a stream is not as long as it says, so that readers see different data",
        ),
        EndTwice => words("データの終わりが二か所にあります", "a stream seems to end in two places"),
        ObjectStreamEntries => words(
            "圧縮されたデータの書き方が特殊で、読み飛ばすソフトがあります",
            "an object stream is written so that some readers skip it",
        ),
        ObjectStreamData => words("圧縮されたデータを展開できません", "an object stream cannot be unpacked"),
        ObjectStreamHead | ObjectStreamMember => words(
            "圧縮されたデータの区切りが一通りに決まりません",
            "the objects in an object stream are not told apart clearly",
        ),
        ObjectStreamEncrypted => {
            words("暗号化されていて中身を確かめられません", "an object stream is encrypted and cannot be looked into")
        }
        Table => words("目次(相互参照表)の書き方が正しくありません", "the cross-reference table is not as it must be"),
        Trailer => words(
            "末尾の項目が欠けていて、ファイルを組み立て直して読むソフトがあります",
            "a trailer lacks what it must have, so that some readers rebuild the file instead",
        ),
        Size => {
            words("目次に書かれたデータの数が正しくありません", "the number of objects that is stated cannot be right")
        }
        Embedded => words(
            "データの中に別のデータの書き出しが埋め込まれていて、それを表示するソフトがあります",
            "data holds what looks like an object or a trailer, which some readers take",
        ),
        Previous => {
            words("目次が一つ前の目次につながっていません", "a cross-reference does not lead to the one before it")
        }
        StartXref => {
            words("目次の場所が正しく書かれていません", "where the cross-reference starts is not stated rightly")
        }
        Sections => words("使われない目次があります", "there is a cross-reference that nothing leads to"),
        XrefStreamEntries => words(
            "目次の書き方が特殊で、ソフトによって読み方が変わります",
            "a cross-reference stream has entries that readers take differently",
        ),
        XrefStreamData => words("目次を展開できません", "a cross-reference stream cannot be unpacked"),
        RowType => words("目次に未知の種類の行があります", "a cross-reference has a row of an unknown type"),
        RowTarget => {
            words("目次の指す場所に該当するデータがありません", "a cross-reference leads to where no such object is")
        }
        RowTwice => words("目次に同じ番号の行が二つあります", "a cross-reference lists an object twice"),
        Hybrid => words(
            "二つの目次が食い違い、ソフトによって見えるデータが変わります",
            "two cross-references contradict each other, and readers follow one or the other",
        ),
        ObjectTwice => words(
            "同じ番号のデータが二つあり、ソフトによって採るものが変わります",
            "an object stands twice, and readers take one or the other",
        ),
        NotLast => words(
            "使われないデータが、同じ番号のデータの後に隠れています",
            "a dead object hides behind the one of the same number that is in use",
        ),
        Generation => words(
            "世代番号の違う参照があり、ソフトによって別のデータになります",
            "a reference names another generation than there is, which some readers ignore",
        ),
        Unlisted => words("目次にないデータがあります", "an object is in no cross-reference"),
        Freed => words(
            "削除されたはずのデータが残っています",
            "an object stands where the cross-reference says that there is none",
        ),
        ContainerReplaced => words(
            "使用中の圧縮されたデータが差し替えられています",
            "an object stream in use is replaced by another one",
        ),
        PageTree => words(
            "ページの構成の書き方が正しくなく、ソフトによってページの数や順序が変わるおそれがあります",
            "the page tree is not as it must be, so that readers may find other pages, or more or fewer of them",
        ),
        Linearized => words(
            "先頭の記載（リニアライズ）に従うソフトと従わないソフトで、違う文書が表示されるおそれがあります",
            "some readers go by what the file states at its start (linearization) and others do not, so that they may show different documents",
        ),
        TooMany => words("データが多すぎて判定できません", "there are too many objects to judge it"),
        TooManyRevisions => words("更新の回数が多すぎて判定できません", "there are too many revisions to judge it"),
        TooLarge => words("展開後のデータが大きすぎて判定できません", "it unpacks to too much to judge it"),
    }
}
