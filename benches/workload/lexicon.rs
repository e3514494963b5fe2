//! The words of the workload: phrases that rules look for, and what customers say around them.
//!
//! No phrase has a word that begins or ends another word in a text, so a plain search finds the same as a cue, which asks for
//! whole words in Latin script. Everything is in lower case and in composed characters, as cues compare it.

use super::random::Random;

/// The most phrases of each language.
pub(super) const MOST: usize = 18 * 18 * 18;

/// Both are three parts in a row.
const ENGLISH: [&str; 3] = [
    "cracked missing bent rusty loose noisy sticky scratched melted swollen leaking dented frozen torn blurred wobbly stained jammed",
    "power front rear upper lower inner outer left main spare safety reset timer filter water steam air start",
    "button cable hinge valve panel label switch sensor gasket handle display bracket sleeve screw socket pump tray knob",
];
const JAPANESE: [&str; 3] = [
    "炊飯器 扇風機 加湿器 掃除機 冷蔵庫 洗濯機 電子レンジ 空気清浄機 コーヒーメーカー 体重計 布団乾燥機 電気毛布 食洗機 ミキサー ドライヤー アイロン 照明器具 マッサージ機",
    "の蓋 の取っ手 の電源 の画面 の底 の配線 の部品 の容器 の側面 の脚 の説明書 の保証書 の箱 の中身 の端子 の刃 の網 の表示",
    "が割れていた が届いていない が熱すぎる が外れた が汚れている が違っていた が見当たらない が動きません が錆びている が曲がっている が破れていた が溶けた が光らない が足りません が焦げている が濡れていた が緩んでいる が膨らんでいる",
];

const ENGLISH_AROUND: &str = "good morning|i ordered it two weeks ago|nobody has answered me so far|could you look into this|it was a present for my sister|we need it before sunday|i wrote to you once already|the receipt is still here|please tell me what happens next|everything else was fine|the shop told me to ask you|i can send pictures|my neighbour has the same one|thank you in advance|it happened on the first day|is there a form to fill in|i would rather not wait again|this is urgent for us|how long will that take|kind regards";
const JAPANESE_AROUND: &str = "こんにちは。|先週そちらで買いました。|まだ返事をもらっていません。|確認していただけますか。|贈り物として選んだ品です。|日曜までに必要です。|以前にも一度ご連絡しました。|控えは手元に残しています。|次に何をすればよいか教えてください。|ほかは問題ありませんでした。|お店からこちらへ聞くように言われました。|写真を送ることもできます。|初日から起きています。|書く用紙はありますか。|もう待ちたくありません。|家族が困っています。|どのくらいかかりますか。|よろしくお願いいたします。|残念な気持ちです。|急いでいます。";

/// `count` phrases, at most [`MOST`], spread over all that there are.
pub(super) fn phrases(is_japanese: bool, count: usize) -> Vec<String> {
    let parts =
        (if is_japanese { JAPANESE } else { ENGLISH }).map(|part| part.split(' ').collect::<Vec<_>>());
    let [first, second, third] = &parts;
    let between = if is_japanese { "" } else { " " };
    // 2,741 is a prime that does not divide the number of phrases: no phrase comes twice.
    (0..count.min(MOST))
        .map(|at| {
            let at = at * 2_741 % MOST;
            let (first, second, third) = (first[at % 18], second[at / 18 % 18], third[at / 324]);
            [first, second, third].join(between)
        })
        .collect()
}

/// A text with `said` in it, of some 60 to 200 characters.
pub(super) fn text(random: &mut Random, is_japanese: bool, said: Vec<String>) -> String {
    let around = if is_japanese { JAPANESE_AROUND } else { ENGLISH_AROUND };
    let around: Vec<&str> = around.split('|').collect();
    let length = 61 + random.below(139);
    let mut parts: Vec<String> =
        said.into_iter().map(|said| if is_japanese { format!("{said}。") } else { said }).collect();
    let start = random.below(around.len());
    for at in 0..around.len() {
        let next = around[(start + at) % around.len()];
        let total: usize = parts.iter().map(|part| part.chars().count() + 2).sum();
        if total + next.chars().count() > length {
            break;
        }
        parts.insert(random.below(parts.len() + 1), next.to_owned());
    }
    parts.join(if is_japanese { "" } else { ", " })
}
