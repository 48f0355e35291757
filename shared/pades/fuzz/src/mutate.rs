//! Mutating PDFs: libFuzzer changes a window that is not the long hexadecimal string of a signature, whole parts are
//! repeated or copied, numbers replaced; then, mostly, cross-reference tables are put right again, since a reader of a
//! file that it cannot find its way in does little.

use std::collections::HashMap;

use libfuzzer_sys::fuzzer_mutate;

use crate::entry::document;

/// Values at which readers err.
const NUMBERS: [&str; 10] =
    ["0", "1", "-1", "2", "10", "65535", "2147483648", "4294967295", "9223372036854775808", "99999999999999999999"];
/// More hexadecimal digits than this in a row are left alone.
const MAX_HEX: usize = 200;

/// Mutates the first `size` bytes of `data`, at most to `max_size`; gives the new size.
pub fn pdf(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random(u64::from(seed));
    let mut input = data[..size].to_vec();
    for _ in 0..=random.below(3) {
        change(&mut input, max_size, &mut random);
    }
    if random.below(4) > 0 {
        repair(&mut input);
    }
    let size = input.len().min(max_size).min(data.len());
    data[..size].copy_from_slice(&input[..size]);
    size
}

fn change(input: &mut Vec<u8>, max_size: usize, random: &mut Random) {
    let (start, end) = window(input, random);
    let room = max_size.saturating_sub(input.len());
    match random.below(8) {
        0..4 => {
            let length = end - start;
            let mut part = input[start..end].to_vec();
            part.resize(length + room.min(64), 0);
            let length = if part.is_empty() { 0 } else { fuzzer_mutate(&mut part, length, length + room.min(64)) };
            part.truncate(length);
            input.splice(start..end, part);
        }
        4 => {
            let most = room / (end - start).max(1);
            let times = if random.below(4) == 0 { most } else { most.min(4) };
            let part = input[start..end].repeat(random.below(times + 1));
            input.splice(end..end, part);
        }
        5 => {
            let part = input[start..end].to_vec();
            if part.len() <= room {
                let (at, _) = window(input, random);
                input.splice(at..at, part);
            }
        }
        _ => number(input, start, random),
    }
}

/// Replaces the next number by another one of the file, one near it, or one at a limit.
fn number(input: &mut Vec<u8>, from: usize, random: &mut Random) {
    let numbers = |from: usize| {
        let start = from + input[from..].iter().position(u8::is_ascii_digit)?;
        let length = input[start..].iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(input.len() - start);
        (length < MAX_HEX).then_some((start, start + length))
    };
    let Some((start, end)) = numbers(from) else { return };
    let text = match random.below(3) {
        0 => NUMBERS[random.below(NUMBERS.len())].into(),
        1 => {
            let near: i64 = std::str::from_utf8(&input[start..end]).unwrap_or("").parse().unwrap_or(0);
            near.saturating_add(random.below(5) as i64 - 2).to_string()
        }
        _ => match numbers(random.below(input.len())) {
            Some((start, end)) => String::from_utf8_lossy(&input[start..end]).into_owned(),
            None => return,
        },
    };
    input.splice(start..end, text.bytes());
}

/// A part of up to 256 bytes (seldom of any length) that is not in a long hexadecimal string.
fn window(input: &[u8], random: &mut Random) -> (usize, usize) {
    let mut start = 0;
    for _ in 0..8 {
        start = random.below(input.len() + 1);
        let around = &input[start..(start + MAX_HEX).min(input.len())];
        if around.len() < MAX_HEX || !around.iter().all(u8::is_ascii_hexdigit) {
            break;
        }
    }
    let longest = if random.below(16) == 0 { input.len() } else { 256 };
    (start, start + random.below(longest.min(input.len() - start) + 1))
}

/// Lets the entries of cross-reference tables point to the newest object of their number, and `startxref` to the table
/// before it.
fn repair(input: &mut Vec<u8>) {
    let prefix = document(input).len() - input.len();
    let at = |position: usize| if prefix > 0 { position + prefix } else { position };
    let mut objects: HashMap<usize, usize> = HashMap::new();
    let mut tables: Vec<usize> = Vec::new();
    let mut position = 0;
    while position < input.len() {
        if starts_token(input, position) {
            if let Some((number, _)) = object_header(&input[position..]) {
                objects.insert(number, position);
            } else if input[position..].starts_with(b"xref") {
                tables.push(position);
                position += table(&mut input[position..], &objects, &at);
            } else if input[position..].starts_with(b"startxref") {
                if let (Some(&table), Some((start, end))) = (tables.last(), digits(input, position + 9)) {
                    input.splice(start..end, at(table).to_string().bytes());
                }
                position += 9;
            }
        }
        position += 1;
    }
}

fn starts_token(input: &[u8], position: usize) -> bool {
    position == 0 || input[position - 1].is_ascii_whitespace() || input[position - 1] < 4
}

/// The number of the object that starts here, and the length of its header.
fn object_header(input: &[u8]) -> Option<(usize, usize)> {
    let (start, end) = digits(input, 0)?;
    let (second, after) = digits(input, end)?;
    let is_header = start == 0 && second == end + 1 && input[after..].starts_with(b" obj");
    let number = std::str::from_utf8(&input[..end]).ok()?.parse().ok()?;
    is_header.then_some((number, after + 4))
}

/// The next digits, with only white-space before them.
fn digits(input: &[u8], from: usize) -> Option<(usize, usize)> {
    let start = from + input.get(from..)?.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let length = input[start..].iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(input.len() - start);
    (length > 0 && length < 20).then_some((start, start + length))
}

/// Puts right the entries of the table that starts here; gives its length.
fn table(input: &mut [u8], objects: &HashMap<usize, usize>, at: &dyn Fn(usize) -> usize) -> usize {
    let mut position = 4;
    let mut number = 0;
    while let Some((start, end)) = digits(input, position) {
        let Some((second, after)) = digits(input, end) else { break };
        let value = |start, end| std::str::from_utf8(&input[start..end]).ok().and_then(|text| text.parse().ok());
        match input.get(after..after + 2) {
            Some(b" n" | b" f") => {
                if let (b'n', Some(&offset)) = (input[after + 1], objects.get(&number))
                    && end - start == 10
                {
                    input[start..end].copy_from_slice(format!("{:010}", at(offset)).as_bytes());
                }
                number = number.saturating_add(1);
                position = after + 2;
            }
            _ => {
                number = value(start, end).unwrap_or(0);
                position = after.max(second);
            }
        }
    }
    position
}

/// SplitMix64.
struct Random(u64);

impl Random {
    /// A number below `limit`; 0 if that is 0.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % (limit.max(1) as u64)) as usize
    }
}
