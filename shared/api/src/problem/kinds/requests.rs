//! What can be wrong with any request.

use axum::http::StatusCode;
use domain::language::Localized;

use super::{ProblemKind, Topic};

kinds! {
    /// What can be wrong with any request.
    REQUESTS: "リクエスト" / "Requests";

    UNAUTHORIZED: "unauthorized", UNAUTHORIZED,
        "認証が必要です" / "Authentication is needed",
        "有効なAPIキーを「Authorization: Bearer」ヘッダーで送ってください。" /
        "Send a valid API key in the header \"Authorization: Bearer\".";

    API_KEY_EXPIRED: "api-key-expired", UNAUTHORIZED,
        "APIキーの有効期限が切れています" / "The API key has expired",
        "有効なAPIキーを使ってください。新しいAPIキーの発行は、管理者に依頼してください。" /
        "Use a valid API key. Your administrator can make a new one.";

    API_KEY_IN_URL: "api-key-in-url", BAD_REQUEST,
        "APIキーがURLに含まれています" / "An API key is in the URL",
        "URLは通信経路の記録や閲覧履歴に残るため、このAPIキーは第三者に知られたおそれがあります。このAPIキーを失効させて新しいAPIキーを発行し、「Authorization: Bearer」ヘッダーで送ってください。今回のリクエストでは、何も変更していません。" /
        "URLs stay in logs and histories, so others may have seen this key. Revoke it, make a new one, and send it in the Authorization header. This call has changed nothing.";

    TOKEN_REFUSED: "token-refused", UNAUTHORIZED,
        "トークンを受け付けられません" / "The token is not taken",
        "組織の認証サービスがこのサービス向けに発行した、有効なトークンを送ってください。" /
        "Send a token that is valid, and that the organisation's identity provider has issued for this service.";

    TOKEN_ORGANISATION_MISSING: "token-organisation-missing", UNAUTHORIZED,
        "組織の指定が必要です" / "Name the organisation",
        "トークンで呼び出すときは、組織のIDをヘッダー「Keiin-Organisation」で1つ指定してください。" /
        "A call by a token names the organisation that it is for, by one id in the header \"Keiin-Organisation\".";

    TOKEN_KEYS_UNKNOWN: "token-keys-unknown", UNAUTHORIZED,
        "認証サービスの鍵を確認できません" / "The identity provider's keys are not known",
        "認証サービスの鍵は1時間ごとに取得されます。時間をおいて、もう一度呼び出してください。組織の利用者がブラウザでログインすると、すぐに取得されます。" /
        "The keys of the provider are fetched every hour, and at once when somebody of the organisation signs in by a browser. Call again after that.";

    SCOPE_MISSING: "scope-missing", FORBIDDEN,
        "このAPIキーでは行えない操作です" / "The API key is not good for this",
        "この操作に必要な権限のあるAPIキーを使ってください。" /
        "Use an API key that has the scope which this call needs.";

    ADDRESS_NOT_ALLOWED: "address-not-allowed", FORBIDDEN,
        "この接続元からは利用できません" / "Not allowed from this address",
        "登録されたIPアドレスからのみ利用できます。接続元を確認するか、管理者にIPアドレスの登録を依頼してください。" /
        "Your organisation or this API key is bound to certain addresses. Call from one of them, or ask your administrator to add yours.";

    PAST_FIREWALL: "past-firewall", FORBIDDEN,
        "このURLは利用できません" / "This address is not in use",
        "サービスのURLが変わっています。メールの案内や、サービス運営者から案内されたURLを開いてください。プログラムから利用している場合は、接続先のURLを変更してください。" /
        "The service is reached at another address, through a firewall. Use the address that the operator has told you, in programs too.";

    SESSION_ENDED: "session-ended", UNAUTHORIZED,
        "ログインし直してください" / "Please sign in again",
        "ログインしてから時間がたったか、ログアウトされたか、権限が変更されました。もう一度ログインしてください。" /
        "You signed in too long ago, were signed out, or your roles have changed. Sign in again.";

    KEY_HOLDER_DEACTIVATED: "key-holder-deactivated", UNAUTHORIZED,
        "APIキーの持ち主が利用を停止されています" / "The API key's holder was deactivated",
        "利用を停止された方のAPIキーは使えません。別のAPIキーの発行を、管理者に依頼してください。" /
        "The keys of a person who was deactivated are not accepted. Ask your administrator for another key.";

    SIGN_IN_FACTOR_NEEDED: "sign-in-factor-needed", FORBIDDEN,
        "多要素認証でのログインが必要です" / "A second factor is needed",
        "この組織では、多要素認証（認証アプリやパスキーなど）でのログインが必要です。多要素認証を設定して、ログインし直してください。" /
        "This organisation requires a second factor, such as an authenticator or a passkey. Set one up and sign in again.";

    TOO_MANY_CALLS: "too-many-calls", TOO_MANY_REQUESTS again after 60 s,
        "リクエストが多すぎます" / "Too many calls",
        "1分間に受け付ける回数を超えました。「Retry-After」ヘッダーの秒数だけ待って、もう一度送ってください。" /
        "There were more calls within a minute than one caller, or one organisation, may make. Wait as many seconds as the header \"Retry-After\" says, and send it again.";

    ROLE_MISSING: "role-missing", FORBIDDEN,
        "この操作を行う権限がありません" / "Your roles do not allow this",
        "この操作に必要な権限（ロール）が割り当てられていません。必要な場合は、管理者に依頼してください。" /
        "None of your roles allows this. If you need it, ask your administrator.";

    ORGANISATION_CLOSED: "organisation-closed", FORBIDDEN,
        "この組織の利用は終了しています" / "The organisation's use has ended",
        "サービスの利用が終了した組織では、ログインもAPIキーの利用もできません。利用を再開するには、サービス運営者に連絡してください。" /
        "An organisation whose use of the service has ended can neither sign in nor use its API keys. To resume, contact the operator.";

    NOT_FOUND: "not-found", NOT_FOUND,
        "見つかりません" / "Not found",
        "URLを確認してください。" / "Check the URL.";

    METHOD_NOT_ALLOWED: "method-not-allowed", METHOD_NOT_ALLOWED,
        "この操作は受け付けていません" / "Method not allowed",
        "このURLでは、この操作を行えません。画面で操作しているときは、前の画面に戻ってやり直してください。プログラムから送るときは、URLとメソッドを確認してください。" /
        "This cannot be done at this URL. On a page, go back and try again. In a program, check the URL and the method.";

    CROSS_SITE: "cross-site", FORBIDDEN,
        "ほかのサイトからの操作は受け付けていません" / "Requests from other sites are refused",
        "メールのリンク、またはこのサイトのページを開き直して操作してください。" /
        "Open the link in the email or the page on this site again, and act there.";

    BODY_TOO_LARGE: "body-too-large", PAYLOAD_TOO_LARGE,
        "送信内容が大きすぎます" / "The request is too large",
        "入力内容を減らすか、ファイルを小さくして、もう一度送ってください。" /
        "Shorten what you send, or make the file smaller, and send it again.";

    UNSUPPORTED_CONTENT: "unsupported-content", UNSUPPORTED_MEDIA_TYPE,
        "この形式では受け付けていません" / "Unsupported content",
        "Content-Typeヘッダーを確認して、もう一度送ってください。" /
        "Check the header Content-Type and send it again.";

    UNREADABLE_REQUEST: "unreadable-request", BAD_REQUEST,
        "送信内容を読み取れません" / "The request cannot be read",
        "送信内容が途中で切れているか、形式が正しくありません。もう一度送ってください。" /
        "The request is cut off or not in the right form. Send it again.";

    INVALID_UTF8: "invalid-utf8", BAD_REQUEST,
        "送信内容の文字コードを読み取れません" / "The request is not UTF-8",
        "UTF-8で送ってください。Shift_JISなどの文字コードは使えません。" /
        "Send it in UTF-8. Other encodings are not accepted.";

    INVALID_URL: "invalid-url", BAD_REQUEST,
        "URLを読み取れません" / "The URL cannot be read",
        "URLの文字コードがUTF-8ではありません。URLを確認して、もう一度開いてください。" /
        "The URL is not UTF-8. Check it and open it again.";

    INVALID_JSON: "invalid-json", BAD_REQUEST,
        "JSONを読み取れません" / "The body cannot be read as JSON",
        "リクエスト本文が、JSONとして正しくありません。直して送り直してください。" /
        "The body is not well-formed JSON. Correct it and send it again.";

    INVALID_FIELDS: "invalid-fields", UNPROCESSABLE_ENTITY,
        "入力内容に誤りがあります" / "Some fields are wrong",
        "errorsに示した項目を直して送り直してください。" /
        "Correct the fields listed in errors and send it again.";

    UNKNOWN_QUERY: "unknown-query", BAD_REQUEST,
        "クエリの指定に誤りがあります" / "Unknown query",
        "URLの「?」より後を確認してください。" /
        "Check what follows the question mark in the URL.";

    PRECONDITION_REQUIRED: "precondition-required", PRECONDITION_REQUIRED,
        "If-Matchが必要です" / "If-Match is needed",
        "「If-Match」ヘッダーに、最後に取得したときのETagを1つ以上指定してください。「*」は使えません。" /
        "Send a header \"If-Match\" with the ETag of what you read. An asterisk is not accepted.";

    PRECONDITION_FAILED: "precondition-failed", PRECONDITION_FAILED,
        "ほかの操作で変更されています" / "It was changed in between",
        "何も変更していません。取得し直し、内容を確認してからやり直してください。" /
        "Nothing was changed. Read it again, look at what is different, and repeat.";

    IDEMPOTENCY_KEY_MISSING: "idempotency-key-missing", BAD_REQUEST,
        "Idempotency-Keyが必要です" / "An Idempotency-Key is needed",
        "「Idempotency-Key」ヘッダーに、リクエストごとに新しい値（UUIDなど）を指定してください。" /
        "Send a header \"Idempotency-Key\" with a new value, such as a UUID, for each request.";

    IDEMPOTENCY_KEY_INVALID: "idempotency-key-invalid", BAD_REQUEST,
        "Idempotency-Keyが正しくありません" / "The Idempotency-Key is invalid",
        "空白を含まない半角255文字以内で指定してください。" /
        "Use 1 to 255 printable ASCII characters without spaces.";

    IDEMPOTENCY_KEY_IN_USE: "idempotency-key-in-use", CONFLICT again after 5 s,
        "同じリクエストを処理中です" / "This request is still being carried out",
        "少し待ってから、同じリクエストをもう一度送ってください。" /
        "Wait a moment and send the same request again.";

    IDEMPOTENCY_KEY_REUSED: "idempotency-key-reused", UNPROCESSABLE_ENTITY,
        "Idempotency-Keyが別のリクエストに使われています" / "The Idempotency-Key was used for another request",
        "新しいIdempotency-Keyで送ってください。" /
        "Use a new Idempotency-Key for a new request.";

    NO_CLIENT_ADDRESS: "no-client-address", INTERNAL_SERVER_ERROR,
        "接続元を確認できません" / "The client's address is unknown",
        "システムの設定に誤りがあります。お問い合わせ窓口へご連絡ください。" /
        "The system is not set up correctly. Tell the operator.";

    TEMPORARILY_UNAVAILABLE: "temporarily-unavailable", SERVICE_UNAVAILABLE again after 5 s,
        "ただいま処理できません" / "Temporarily unavailable",
        "少し時間をおいて、もう一度お試しください。" /
        "Wait a moment and try again.";
}
