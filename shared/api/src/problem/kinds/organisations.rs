//! What stands against something that is asked of an organisation.

use axum::http::StatusCode;
use domain::language::Localized;

use super::{ProblemKind, Topic};

kinds! {
    /// What stands against something that is asked of an organisation.
    ORGANISATIONS: "組織と利用者" / "Organisations and people";

    UNKNOWN_PERSON: "unknown-person", NOT_FOUND,
        "利用者が見つかりません" / "No such person",
        "利用者のIDを確認してください。" / "Check the person's id.";

    UNKNOWN_GROUP: "unknown-group", NOT_FOUND,
        "グループが見つかりません" / "No such group",
        "グループのIDを確認してください。" / "Check the group's id.";

    UNKNOWN_FOLDER: "unknown-folder", NOT_FOUND,
        "フォルダーが見つかりません" / "No such folder",
        "フォルダーのIDを確認してください。" / "Check the folder's id.";

    FOLDER_NAME_TAKEN: "folder-name-taken", CONFLICT,
        "同じ場所に同じ名前のフォルダーがあります" / "Another folder in the same place has this name",
        "別の名前を指定してください。" / "Give it another name.";

    FOLDER_NOT_EMPTY: "folder-not-empty", CONFLICT,
        "フォルダーが空ではありません" / "The folder is not empty",
        "中の封筒とフォルダーを別の場所に移してから、もう一度削除してください。" /
        "Move the envelopes and folders in it somewhere else, and remove it again.";

    TOO_MANY_FOLDERS: "too-many-folders", CONFLICT,
        "フォルダーの上限に達しています" / "Too many folders",
        "使わないフォルダーを削除してから、もう一度操作してください。" / "Remove folders that are not used, and try again.";

    FOLDERS_TOO_DEEP: "folders-too-deep", CONFLICT,
        "フォルダーの階層が深すぎます" / "Too many folders above one another",
        "フォルダーの階層は8つまでです。浅い場所を指定してください。" /
        "At most eight folders are above one another. Give a place higher up.";

    UNKNOWN_KEY: "unknown-key", NOT_FOUND,
        "APIキーが見つかりません" / "No such API key",
        "APIキーのIDを確認してください。取り消し済みのAPIキーは表示されません。" /
        "Check the key's id. Keys that were revoked are not shown.";

    UNKNOWN_SEAL: "unknown-seal", NOT_FOUND,
        "登録印章（実印タイプ）が見つかりません" / "No such registered seal",
        "印章のIDを確認してください。印章の登録は、サービス運営者が行います。" /
        "Check the seal's id. Registered seals are set up by the operator.";

    SIGN_IN_NEEDED: "sign-in-needed", FORBIDDEN,
        "ログインが必要です" / "Sign in to do this",
        "ご自分のAPIキーの発行と取り消しは、APIキーではなく、ログインして行ってください。" /
        "Your own API keys are made and revoked by yourself, once you have signed in, and by no API key.";

    TOO_MANY_OWN_KEYS: "too-many-own-keys", CONFLICT,
        "APIキーの上限に達しています" / "Too many API keys",
        "1人が持てるAPIキーは20個までです。使わないAPIキーを取り消してから、もう一度操作してください。" /
        "You can have 20 keys of your own. Revoke those that you do not use, and try again.";

    UNKNOWN_SESSION: "unknown-session", NOT_FOUND,
        "ログインの記録が見つかりません" / "No such session",
        "すでにログアウトされています。" / "It has ended already.";

    NO_ORGANISATION_ROW: "no-organisation-row", CONFLICT,
        "組織の登録が必要です" / "The organisation is not registered yet",
        "この組織は、APIキーだけが登録されています。利用者を登録するには、サービス運営者に組織の登録（keiin organisation set）を依頼してください。" /
        "Only API keys of this organisation are known. Ask the operator to register the organisation (keiin organisation set) first.";

    ADDRESS_TAKEN: "address-taken", CONFLICT,
        "このメールアドレスの利用者はすでに登録されています" / "A person has this address already",
        "登録済みの利用者を確認してください。招待メールを送り直すことや、停止した利用者を再開することもできます。" /
        "Look at the person who has it. An invitation can be sent again, and a person who was deactivated can be reactivated.";

    LAST_ADMINISTRATOR: "last-administrator", CONFLICT,
        "最後の管理者は外せません" / "The last administrator cannot go",
        "先に別の利用者を管理者にし、その方がログインしてから、もう一度操作してください。" /
        "Make somebody else an administrator first, and try again once they have signed in.";

    GROUP_NAME_TAKEN: "group-name-taken", CONFLICT,
        "同じ名前のグループがあります" / "Another group has this name",
        "別の名前を指定してください。" / "Give it another name.";

    TOO_MANY_PEOPLE: "too-many-people", CONFLICT,
        "利用者の上限に達しています" / "Too many people",
        "これ以上の利用者は登録できません。" / "The organisation has as many people as it can have.";

    TOO_MANY_GROUPS: "too-many-groups", CONFLICT,
        "グループの上限に達しています" / "Too many groups",
        "使わないグループを削除してから、もう一度操作してください。" / "Remove groups that are not used, and try again.";

    TOO_MANY_ADMINISTRATORS: "too-many-administrators", CONFLICT,
        "管理者の上限に達しています" / "Too many administrators",
        "ほかの管理者を外してから、もう一度操作してください。" / "Take the role from somebody else, and try again.";

    NOT_INVITED: "not-invited", CONFLICT,
        "招待中の利用者ではありません" / "The person is not waiting for an invitation",
        "招待メールを送り直せるのは、まだログインしていない利用者だけです。" /
        "Only people who have not signed in yet can be invited again.";

    INVITED_JUST_NOW: "invited-just-now", CONFLICT again after 600 s,
        "招待メールを送ったばかりです" / "The person was invited a moment ago",
        "招待メールは、前回から10分以上あけて送り直してください。届かないときは、迷惑メールフォルダーとメールアドレスを確認してください。" /
        "Wait ten minutes before you send the invitation again. If it does not arrive, look into the spam folder, and check the address.";

    DEACTIVATED: "deactivated", CONFLICT,
        "利用が停止されています" / "The person was deactivated",
        "先に利用を再開してください。" / "Reactivate the person first.";

    NOT_DEACTIVATED: "not-deactivated", CONFLICT,
        "利用は停止されていません" / "The person is not deactivated",
        "利用者の状態を確認してください。" / "Look at how the person stands.";

    LOCKS_OUT_CALLER: "locks-out-caller", CONFLICT,
        "この設定では、あなた自身が利用できなくなります" / "This would lock you out",
        "IPアドレスの範囲には、今の接続元を含めてください。多要素認証を必須にするときは、先にご自身が多要素認証でログインしてください（ログイン画面のURLの末尾に「?second_factor=true」を付けると、認証サービスに多要素認証を求めます）。" /
        "Ranges must hold the address from which you call. Before you demand a second factor, sign in with one; /sign-in/ID?second_factor=true asks your identity provider for it.";
}
